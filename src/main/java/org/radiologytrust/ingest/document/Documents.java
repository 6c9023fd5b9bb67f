package org.radiologytrust.ingest.document;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.List;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.model.NotAudited;

/** Reads the text of documents in messages. Thread-safe. */
public final class Documents {
  private final DocumentLimits limits;
  private final PdfReader pdf;
  private final RtfReader rtf;
  private final CdaReader cda;

  /**
   * Creates a reader.
   *
   * @param codes knows the codes of a CDA's sections
   */
  public Documents(DocumentLimits limits, RadiologyCodes codes) {
    this.limits = limits;
    this.pdf = new PdfReader(limits);
    this.rtf = new RtfReader(limits);
    this.cda = new CdaReader(limits, codes);
  }

  /** A reader for the documents of one message. */
  public MessageDocuments ofMessage() {
    return new MessageDocuments(this, limits.messageTime().toNanos());
  }

  /**
   * Reads a document. Never throws, and fetches nothing.
   *
   * @param data the document, decoded from base64
   * @param mediaType such as {@code application/pdf} or {@code text/plain; charset=iso-8859-1};
   *     empty or {@code application/octet-stream} if the first bytes must tell
   */
  Reading read(byte[] data, String mediaType) {
    return read(data, mediaType, true);
  }

  /**
   * @param outer whether the document may contain another one
   */
  private Reading read(byte[] data, String mediaType, boolean outer) {
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
            case PDF -> pdf.read(data);
            case RTF -> rtf.read(data);
            case CDA -> cda(data, outer);
            case HTML -> html(decoded(data, type));
            case PLAIN -> lines(format, decoded(data, type), List.of());
            case OTHER -> new Unreadable(format, Reason.TYPE);
          };
      return reading instanceof Document document && document.text().isBlank()
          ? new Unreadable(format, Reason.NO_TEXT)
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

  private Reading cda(byte[] data, boolean outer) {
    CdaReader.Body body = cda.read(data);
    if (body.embedded() == null) {
      return new Document(Format.CDA, body.lines(), body.notRead());
    }
    return outer
        ? read(body.embedded(), body.mediaType(), false)
        : new Unreadable(Format.CDA, Reason.NESTED);
  }

  private Document html(String html) {
    HtmlText.Shown shown = HtmlText.read(html);
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
