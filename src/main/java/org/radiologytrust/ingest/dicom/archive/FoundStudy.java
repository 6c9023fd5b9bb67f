package org.radiologytrust.ingest.dicom.archive;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Patient;

/**
 * A study as an archive's answer to a search describes it.
 *
 * @param accessionNumber empty if it has none
 * @param date {@code null} if it has none
 * @param time {@code null} if it has none
 * @param modalities those of its series, such as CT and SR; empty if the archive does not say them
 * @param instances how many objects it has; 0 if the archive does not say it
 */
public record FoundStudy(
    String studyInstanceUid,
    String accessionNumber,
    Patient patient,
    @Nullable LocalDate date,
    @Nullable LocalTime time,
    List<String> modalities,
    String description,
    int instances) {
  public FoundStudy {
    modalities = List.copyOf(modalities);
  }

  /** Withholds the patient's data, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "FoundStudy[withheld]";
  }
}
