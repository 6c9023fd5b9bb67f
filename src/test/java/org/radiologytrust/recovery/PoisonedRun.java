package org.radiologytrust.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Body;
import org.radiologytrust.journal.work.JobQueue.Job;

/** A step that ends its process with some reports. Copied into a product that a test starts. */
public final class PoisonedRun {
  /** In the text of the report whose run always ends the process. */
  static final String POISON = "Poison.";

  /** In the text of the report whose run is in progress when that happens first. */
  static final String BESIDE = "Beside.";

  /** The variable that names a file, which gets a letter each time: a when alone. */
  static final String DEATHS = "POISONED_DEATHS";

  private static final CountDownLatch HAS_BEGUN_BESIDE = new CountDownLatch(1);

  public void run(@Body Job job) throws IOException, InterruptedException {
    if (job.report().text().contains(BESIDE) && job.lost() == 0) {
      HAS_BEGUN_BESIDE.countDown();
      new CountDownLatch(1).await();
    }
    if (job.report().text().contains(POISON)) {
      if (job.lost() == 0) {
        HAS_BEGUN_BESIDE.await();
      }
      Files.writeString(
          Path.of(System.getenv(DEATHS)),
          job.lost() == 0 ? "b" : "a",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      Runtime.getRuntime().halt(137);
    }
  }
}
