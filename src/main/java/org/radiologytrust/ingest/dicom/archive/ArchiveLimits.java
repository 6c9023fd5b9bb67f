package org.radiologytrust.ingest.dicom.archive;

import java.time.Duration;

/**
 * Limits of what an archive gives.
 *
 * @param timeout how long it may be silent
 * @param studyTime for a study, from the request to the last object
 * @param objects most objects of a study
 * @param objectBytes most bytes of an object
 * @param studyBytes most bytes of a study
 * @param minFree bytes that stay free in the file system of the spool
 */
record ArchiveLimits(
    Duration timeout,
    Duration studyTime,
    int objects,
    long objectBytes,
    long studyBytes,
    long minFree) {

  /** After this time, whoever brings or deletes a study has ended: it also has to be stored. */
  Duration longest() {
    return studyTime.multipliedBy(2).plus(Duration.ofMinutes(5));
  }
}
