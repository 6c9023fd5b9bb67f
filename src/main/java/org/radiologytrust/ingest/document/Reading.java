package org.radiologytrust.ingest.document;

/** The result of reading a document. */
public sealed interface Reading permits Document, Unreadable {}
