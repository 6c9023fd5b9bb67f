package org.radiologytrust.ingest.document.read;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.Deadline;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.DocumentPart;
import org.radiologytrust.ingest.document.DocumentsBusyException;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Lines;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.UnreadableException;
import org.radiologytrust.ingest.document.cda.CdaReader;
import org.radiologytrust.ingest.document.cda.CdaStyles;
import org.radiologytrust.ingest.document.cda.MimePackage;
import org.radiologytrust.ingest.document.html.HtmlText;
import org.radiologytrust.ingest.document.pdf.PdfReader;
import org.radiologytrust.ingest.document.rtf.RtfReader;
import org.radiologytrust.model.NotAudited;

/** Reads the text of documents in messages. Thread-safe. */
public final class Documents {
  private final DocumentLimits limits;
  private final ReaderThreads threads;
  private final Sender sender;
  private final PdfReader pdf;
  private final RtfReader rtf;
  private final CdaReader cda;

  /** What a document may contain. */
  private enum Inside {
    /** A MIME package, or a CDA with another document as its body. */
    ANY,
    /** A CDA with another document as its body. */
    BODIES,
    /** No other document. */
    NOTHING
  }

  private Documents(DocumentLimits limits, ReaderThreads threads, SiteFiles files) {
    this.limits = limits;
    this.threads = threads;
    this.sender = Sender.LOCAL;
    this.pdf = new PdfReader(limits);
    this.rtf = new RtfReader(limits);
    this.cda = new CdaReader(limits, RadiologyCodes.load(files), CdaStyles.load(files));
  }

  /**
   * Creates the reader of received messages. If there are too many documents at once, it reads none
   * of some messages ({@link DocumentsBusyException}).
   *
   * @param files source of the codes of a CDA's sections and styles
   */
  public static Documents ofMessages(DocumentLimits limits, SiteFiles files) {
    return new Documents(limits, ReaderThreads.turningAway(limits), files);
  }

  /** Creates the reader of files. A document waits for others as long as it takes. */
  public static Documents ofFiles(DocumentLimits limits, SiteFiles files) {
    return new Documents(limits, ReaderThreads.patient(limits), files);
  }

  private Documents(Documents other, Sender sender) {
    this.limits = other.limits;
    this.threads = other.threads;
    this.sender = sender;
    this.pdf = other.pdf;
    this.rtf = other.rtf;
    this.cda = other.cda;
  }

  /** The same reader, for the messages of this sender. All of them share the threads. */
  public Documents from(Sender other) {
    return new Documents(this, other);
  }

  /** The threads on which the documents of all senders are read. */
  public ReaderThreads threads() {
    return threads;
  }

  /** A reader for the documents of one message. */
  public MessageDocuments ofMessage() {
    return new MessageDocuments(this, sender, limits.messageTime().toNanos());
  }

  /**
   * Reads a document in this thread. Never throws, and fetches nothing.
   *
   * @param data the document, decoded from base64
   * @param mediaType such as {@code application/pdf} or {@code text/plain; charset=iso-8859-1};
   *     empty or {@code application/octet-stream} if the first bytes must tell
   */
  public Reading read(byte[] data, String mediaType) {
    return read(data, mediaType, Inside.ANY, new Deadline(limits.time()));
  }

  /**
   * @param deadline of the document, which holds for all that is in it
   */
  private Reading read(byte[] data, String mediaType, Inside inside, Deadline deadline) {
    MediaType type = MediaType.of(mediaType);
    Format format = Format.of(type, data);
    if (data.length == 0) {
      return new Unreadable(format, Reason.NO_DATA);
    } else if (data.length > limits.maxBytes()) {
      return new Unreadable(format, Reason.TOO_LARGE);
    }
    try {
      Reading reading =
          switch (format) {
            case PDF -> pdf.read(data, deadline);
            case RTF -> rtf.read(data, deadline);
            case CDA -> cda(data, inside, deadline);
            case MIME -> mime(data, mediaType, inside, deadline);
            case HTML -> html(decoded(data, type), deadline);
            case PLAIN -> lines(format, decoded(data, type), List.of());
            case OTHER -> new Unreadable(format, Reason.TYPE);
          };
      return reading instanceof Document document && document.text().isBlank()
          ? new Unreadable(format, Reason.NO_TEXT, document.patients(), document.notRead())
          : reading;
    } catch (UnreadableException e) {
      return new Unreadable(format, e.reason());
    } catch (StackOverflowError e) {
      return new Unreadable(format, Reason.TOO_DEEP);
    } catch (RuntimeException e) {
      // a library's message may quote the document
      return new Unreadable(format, Reason.BROKEN);
    }
  }

  private Reading cda(byte[] data, Inside inside, Deadline deadline) {
    CdaReader.Body body = cda.read(data, deadline);
    List<DocumentPart> bodies = body.bodies();
    if (inside == Inside.NOTHING && !bodies.isEmpty()) {
      return new Unreadable(Format.CDA, Reason.NESTED, body.patients());
    }
    JoinedDocument joined = new JoinedDocument(limits, deadline, "body of a CDA");
    if (!body.lines().isEmpty()) {
      joined.add(new Document(Format.CDA, body.lines(), List.of()));
    }
    bodies.forEach(part -> joined.add(part, () -> read(part, Inside.NOTHING, deadline)));
    joined.about(body.patients());
    joined.notRead(body.notRead());
    return joined.reading(Format.CDA);
  }

  private Reading mime(byte[] data, String mediaType, Inside inside, Deadline deadline) {
    if (inside != Inside.ANY) {
      return new Unreadable(Format.MIME, Reason.NESTED);
    }
    JoinedDocument joined = new JoinedDocument(limits, deadline, "part of a MIME package");
    MimePackage mime = MimePackage.of(data, mediaType);
    mime.parts().forEach(part -> joined.add(part, () -> read(part, Inside.BODIES, deadline)));
    joined.notRead(mime.notRead());
    return joined.reading(Format.MIME);
  }

  private Reading read(DocumentPart part, Inside inside, Deadline deadline) {
    return part.problem() == null
        ? read(part.data(), part.mediaType(), inside, deadline)
        : new Unreadable(Format.OTHER, part.problem());
  }

  private Document html(String html, Deadline deadline) {
    HtmlText.Shown shown = HtmlText.read(html, deadline);
    return lines(Format.HTML, shown.lines(), shown.notRead());
  }

  private Document lines(Format format, String text, List<NotAudited> notRead) {
    Lines lines = new Lines(limits.maxText());
    lines.text(text, null);
    return new Document(format, lines.list(), notRead);
  }

  /** Decodes strictly: replacing an invalid byte could change a word of the report. */
  private static String decoded(byte[] data, MediaType type) {
    try {
      return type.charset()
          .orElseThrow(() -> new UnreadableException(Reason.CHARSET))
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(data))
          .toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableException(Reason.CHARSET);
    }
  }
}
