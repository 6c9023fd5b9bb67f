package org.radiologytrust.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM study in the image store.
 *
 * @param studyDate {@code null} when unknown
 * @param stable whether no image has arrived for a while (Orthanc's StableStudy)
 * @param instances its images, in order of series and instance number
 */
public record Study(
    String studyInstanceUid,
    String accessionNumber,
    Patient patient,
    @Nullable LocalDate studyDate,
    String studyDescription,
    boolean stable,
    List<Instance> instances) {
  public Study {
    studyInstanceUid = Texts.orEmpty(studyInstanceUid);
    accessionNumber = Texts.orEmpty(accessionNumber);
    studyDescription = Texts.orEmpty(studyDescription);
    instances = Texts.copy(instances);
  }

  /** A copy about this patient. */
  public Study of(Patient other) {
    return new Study(
        studyInstanceUid, accessionNumber, other, studyDate, studyDescription, stable, instances);
  }
}
