package org.radiologytrust.model;

import java.time.LocalDate;
import java.util.List;

/**
 * A DICOM study as the image store has it.
 *
 * @param studyDate {@code null} when unknown
 * @param stable no image has come for a while (Orthanc's StableStudy)
 * @param instances its images in order of series and instance number
 */
public record Study(
    String studyInstanceUid,
    String accessionNumber,
    Patient patient,
    LocalDate studyDate,
    String studyDescription,
    boolean stable,
    List<Instance> instances) {
  public Study {
    studyInstanceUid = Texts.orEmpty(studyInstanceUid);
    accessionNumber = Texts.orEmpty(accessionNumber);
    studyDescription = Texts.orEmpty(studyDescription);
    instances = Texts.copy(instances);
  }
}
