package org.radiologytrust.ingest.document;

import java.time.Duration;
import org.radiologytrust.model.SiteFiles;

/** A reader of documents for tests. */
public final class TestDocuments {
  /** With much time, because a test machine may be busy. */
  static final DocumentLimits LIMITS =
      new DocumentLimits(
          10 << 20, 32 << 20, 50, 200_000, Duration.ofSeconds(60), Duration.ofMinutes(5), 2);

  private TestDocuments() {}

  /** A reader with the shipped codes. */
  public static Documents reader() {
    return LIMITS.documents(SiteFiles.shipped());
  }
}
