package org.radiologytrust.ingest.document;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.read.Documents;

/** A reader of documents for tests. */
public final class TestDocuments {
  /** With much time, because a test machine may be busy. */
  static final DocumentLimits LIMITS =
      new DocumentLimits(
          10 << 20, 32 << 20, 50, 200_000, Duration.ofSeconds(60), Duration.ofMinutes(5), 2);

  private TestDocuments() {}

  /** A reader with the shipped codes. */
  public static Documents reader() {
    return Documents.ofMessages(LIMITS, SiteFiles.shipped());
  }

  /** A reader of so many documents at a time, for which nobody waits. */
  public static Documents hurriedReader(int parallel) {
    return Documents.ofMessages(
        new DocumentLimits(
            LIMITS.maxBytes(),
            LIMITS.maxUnpacked(),
            LIMITS.maxPages(),
            LIMITS.maxText(),
            LIMITS.time(),
            Duration.ofMillis(1),
            parallel),
        SiteFiles.shipped());
  }

  /** Does something while a document of a sender is read, and waits for the end of that. */
  public static void whileBusy(Documents documents, Sender with, Runnable work)
      throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread other =
        new Thread(
            () ->
                documents
                    .threads()
                    .read(
                        with,
                        Format.PDF,
                        () -> {
                          begun.countDown();
                          try {
                            end.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                          return new Unreadable(Format.PDF, Unreadable.Reason.NO_TEXT);
                        }));
    other.start();
    begun.await();
    try {
      work.run();
    } finally {
      end.countDown();
      other.join();
    }
  }
}
