package org.radiologytrust.ingest.document;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Reads the documents of one message: each once, and all within {@link DocumentLimits#messageTime}.
 * So a message of a thousand slow documents holds its sender, and the threads that read PDFs, no
 * longer than that. Not thread-safe.
 */
public final class MessageDocuments {
  private final Documents documents;
  private final Map<byte[], Map<String, Reading>> readings = new IdentityHashMap<>();
  private long left;

  MessageDocuments(Documents documents, long nanos) {
    this.documents = documents;
    this.left = nanos;
  }

  /**
   * Reads a document as {@link Documents#read} does.
   *
   * @param data the same array is the same document
   */
  public Reading read(byte[] data, String mediaType) {
    return readings
        .computeIfAbsent(data, d -> new HashMap<>())
        .computeIfAbsent(mediaType, type -> readNow(data, type));
  }

  /** Reads a document that the message has in Base64. */
  public Reading readBase64(String text, String mediaType) {
    try {
      return read(Base64Data.decode(text), mediaType);
    } catch (UnreadableException e) {
      return new Unreadable(Format.of(MediaType.of(mediaType), new byte[0]), e.reason());
    }
  }

  private Reading readNow(byte[] data, String mediaType) {
    if (left <= 0) {
      return new Unreadable(Format.of(MediaType.of(mediaType), data), Unreadable.Reason.TIME);
    }
    long start = System.nanoTime();
    try {
      return documents.read(data, mediaType);
    } finally {
      left -= System.nanoTime() - start;
    }
  }
}
