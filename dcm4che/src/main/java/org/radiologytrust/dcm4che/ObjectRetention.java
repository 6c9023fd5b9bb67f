package org.radiologytrust.dcm4che;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes studies whose last object arrived long ago. */
final class ObjectRetention implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectRetention.class);

  private final ObjectFolder folder;
  private final Duration age;
  private final Clock clock;

  /**
   * @param age how long objects are kept after the last one of their study arrived
   */
  ObjectRetention(ObjectFolder folder, Duration age, Clock clock) {
    this.folder = folder;
    this.age = age;
    this.clock = clock;
  }

  /** One pass. A failure is logged, and the next pass tries again. */
  @Override
  public void run() {
    try {
      Instant limit = clock.instant().minus(age);
      int deleted = 0;
      for (String study : folder.all()) {
        deleted += folder.deleteIfOlder(study, limit) ? 1 : 0;
      }
      if (deleted > 0) {
        LOG.info("DICOM: {} studies were deleted (rtl.dicom.retention)", deleted);
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("DICOM: old studies could not be deleted: {}", e.getClass().getSimpleName());
    }
  }
}
