package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DICOM study in the image store.
 *
 * @param studyDate {@code null} when unknown
 * @param stable whether no image has arrived for a while (Orthanc's StableStudy)
 * @param instances its images, in order of series and instance number
 * @param studyTime {@code null} when unknown
 */
public record Study(
    String studyInstanceUid,
    String accessionNumber,
    Patient patient,
    @Nullable LocalDate studyDate,
    String studyDescription,
    boolean stable,
    List<Instance> instances,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable LocalTime studyTime) {
  public Study {
    studyInstanceUid = Texts.orEmpty(studyInstanceUid);
    accessionNumber = Texts.orEmpty(accessionNumber);
    studyDescription = Texts.orEmpty(studyDescription);
    instances = Texts.copy(instances);
  }

  /** A study of which no time is known. */
  public Study(
      String studyInstanceUid,
      String accessionNumber,
      Patient patient,
      @Nullable LocalDate studyDate,
      String studyDescription,
      boolean stable,
      List<Instance> instances) {
    this(
        studyInstanceUid,
        accessionNumber,
        patient,
        studyDate,
        studyDescription,
        stable,
        instances,
        null);
  }

  /** A copy about this patient. */
  public Study of(Patient other) {
    return copy(other, instances);
  }

  /** A copy with these images. */
  public Study with(List<Instance> images) {
    return copy(patient, images);
  }

  private Study copy(Patient whose, List<Instance> images) {
    return new Study(
        studyInstanceUid,
        accessionNumber,
        whose,
        studyDate,
        studyDescription,
        stable,
        images,
        studyTime);
  }
}
