package org.radiologytrust.ingest.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.UnreadLetters.Kind;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.model.DaemonThreads;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/**
 * Reads PDFs by PDFBox, on a few threads of their own. Whoever waits for a PDF gets an answer in
 * time, even if its thread cannot be stopped. Such a thread keeps its place, so that hostile PDFs
 * hold no more than {@link DocumentLimits#parallel} threads.
 */
final class PdfReader {
  static {
    FontMappers.set(new BuiltInFonts());
  }

  private final DocumentLimits limits;
  private final Semaphore places;
  private final ExecutorService threads;

  PdfReader(DocumentLimits limits) {
    this.limits = limits;
    this.places = new Semaphore(limits.parallel());
    this.threads = DaemonThreads.pool("pdf", limits.parallel(), limits.parallel());
  }

  Reading read(byte[] data) {
    @Nullable Future<Reading> reading = null;
    try {
      if (!places.tryAcquire(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Unreadable(Format.PDF, Reason.TIME);
      }
      reading = threads.submit(() -> readAndLeave(data));
      // the reading ends itself before that, unless it cannot be stopped
      return reading.get(2 * limits.time().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      cancel(reading);
      Thread.currentThread().interrupt();
      return new Unreadable(Format.PDF, Reason.TIME);
    } catch (TimeoutException e) {
      cancel(reading);
      return new Unreadable(Format.PDF, Reason.TIME);
    } catch (ExecutionException e) {
      return new Unreadable(Format.PDF, Reason.BROKEN);
    }
  }

  private static void cancel(@Nullable Future<Reading> reading) {
    if (reading != null) {
      reading.cancel(true);
    }
  }

  private Reading readAndLeave(byte[] data) {
    try {
      return readNow(data);
    } finally {
      places.release();
    }
  }

  private Reading readNow(byte[] data) {
    Deadline deadline = new Deadline(limits.time());
    try {
      byte[] file = PdfFile.whole(data);
      Optional<Document> whole = read(file, false, deadline);
      // a cross-reference table that is wrong can be made anew, but only from what is left
      return whole
          .or(() -> read(file, true, deadline))
          .orElseThrow(() -> new UnreadableException(Reason.CUT));
    } catch (UnreadableException e) {
      return new Unreadable(Format.PDF, e.reason());
    } catch (StackOverflowError e) {
      return new Unreadable(Format.PDF, Reason.TOO_DEEP);
    }
  }

  /**
   * Reads a file.
   *
   * @param repairs whether to go on where the file is damaged, with what is left of it
   * @return empty if it is damaged, or has fewer pages than it says
   */
  private Optional<Document> read(byte[] file, boolean repairs, Deadline deadline) {
    try {
      PdfParser parser = new PdfParser(file, limits.maxUnpacked(), deadline);
      try (PDDocument document = parser.parse(repairs)) {
        PdfText text = new PdfText(document, limits, deadline);
        if (!PdfPages.areComplete(document, deadline)) {
          return Optional.empty();
        }
        text.read();
        boolean lost = parser.lost() + text.lost() > 0;
        return lost && !repairs ? Optional.empty() : Optional.of(document(text, repairs));
      }
    } catch (IOException | RuntimeException e) {
      if (e instanceof UnreadableException unreadable) {
        throw unreadable;
      }
      // a library's message may quote the document
      return Optional.empty();
    }
  }

  private static Document document(PdfText text, boolean repaired) {
    List<Document.Line> lines = text.lines();
    if (lines.isEmpty()) {
      boolean hidden = text.unread().count(Kind.INVISIBLE) > 0;
      throw new UnreadableException(hidden ? Reason.HIDDEN_TEXT : Reason.NO_TEXT);
    } else if (text.pictures().isScan()) {
      throw new UnreadableException(Reason.NO_TEXT);
    }
    List<NotAudited> notRead = new ArrayList<>(text.notRead());
    if (repaired) {
      notRead.add(new NotAudited("damaged parts of a PDF", NotAudited.UNKNOWN, Unit.ITEMS, true));
    }
    return new Document(Format.PDF, lines, notRead);
  }
}
