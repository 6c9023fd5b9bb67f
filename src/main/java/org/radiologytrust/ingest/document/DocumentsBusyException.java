package org.radiologytrust.ingest.document;

/**
 * No reader of documents became free in time. This says nothing about the document: its message
 * must not be stored without it, and can be sent again.
 */
public final class DocumentsBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DocumentsBusyException() {
    super("all readers of documents are busy");
  }
}
