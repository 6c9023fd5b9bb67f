package org.radiologytrust.ingest.document;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.model.DaemonThreads;

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
    try (PDDocument document = new PdfParser(data, limits.maxUnpacked(), deadline).parse()) {
      if (document.isEncrypted()) {
        return new Unreadable(Format.PDF, Reason.ENCRYPTED);
      }
      PdfText text = new PdfText(limits, deadline);
      text.read(document);
      List<Document.Line> lines = text.lines();
      if (lines.isEmpty()) {
        return new Unreadable(Format.PDF, text.hidden() > 0 ? Reason.HIDDEN_TEXT : Reason.NO_TEXT);
      }
      return new Document(Format.PDF, lines, PdfExtras.notRead(document, text, deadline));
    } catch (UnreadableException e) {
      return new Unreadable(Format.PDF, e.reason());
    } catch (InvalidPasswordException e) {
      return new Unreadable(Format.PDF, Reason.ENCRYPTED);
    } catch (StackOverflowError e) {
      return new Unreadable(Format.PDF, Reason.TOO_DEEP);
    } catch (IOException | RuntimeException e) {
      // a library's message may quote the document
      return new Unreadable(Format.PDF, Reason.BROKEN);
    }
  }
}
