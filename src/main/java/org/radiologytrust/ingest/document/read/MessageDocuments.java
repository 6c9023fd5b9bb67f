package org.radiologytrust.ingest.document.read;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.radiologytrust.ingest.document.Base64Data;
import org.radiologytrust.ingest.document.DocumentLimits;
import org.radiologytrust.ingest.document.DocumentsBusyException;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.UnreadableException;

/**
 * Reads the documents of one message: each once, and all within {@link DocumentLimits#messageTime}.
 * So a message of a thousand slow documents holds its sender, and the threads that read documents,
 * no longer than that. The wait for a reader does not count. Not thread-safe.
 */
public final class MessageDocuments {
  /**
   * A HTML of this size is read as fast as a text, whatever its style sheets, and as often sent.
   */
  private static final int SMALL_HTML = 8192;

  private final Documents documents;
  private final Sender sender;
  private final Map<byte[], Map<String, Reading>> readings = new IdentityHashMap<>();
  private long left;

  MessageDocuments(Documents documents, Sender sender, long nanos) {
    this.documents = documents;
    this.sender = sender;
    this.left = nanos;
  }

  /**
   * Reads a document as {@link Documents#read} does.
   *
   * @param data the same array is the same document
   * @throws DocumentsBusyException if no reader is free in time
   */
  public Reading read(byte[] data, String mediaType) {
    return readings
        .computeIfAbsent(data, d -> new HashMap<>())
        .computeIfAbsent(mediaType, type -> readNow(data, type));
  }

  /**
   * Reads a document that the message has in Base64.
   *
   * @throws DocumentsBusyException if no reader is free in time
   */
  public Reading readBase64(String text, String mediaType) {
    try {
      return read(Base64Data.decode(text), mediaType);
    } catch (UnreadableException e) {
      return new Unreadable(Format.of(MediaType.of(mediaType), new byte[0]), e.reason());
    }
  }

  private Reading readNow(byte[] data, String mediaType) {
    Format format = Format.of(MediaType.of(mediaType), data);
    if (left <= 0) {
      return new Unreadable(format, Unreadable.Reason.TIME);
    }
    ReaderThreads.Timed timed =
        isQuick(format, data)
            ? readHere(data, mediaType)
            : documents.threads().read(sender, format, () -> documents.read(data, mediaType));
    left -= timed.nanos();
    return timed.reading();
  }

  private ReaderThreads.Timed readHere(byte[] data, String mediaType) {
    long start = System.nanoTime();
    Reading reading = documents.read(data, mediaType);
    return new ReaderThreads.Timed(reading, System.nanoTime() - start);
  }

  /** Whether it needs no reader, so that it waits for no other document. */
  private static boolean isQuick(Format format, byte[] data) {
    return switch (format) {
      case PLAIN, OTHER -> true;
      case HTML -> data.length <= SMALL_HTML;
      case PDF, RTF, CDA, MIME -> false;
    };
  }
}
