package org.radiologytrust.images;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;

/**
 * Finds studies of a report's patient by the patient's identifiers. Each is one that the journal
 * has, too: an audit that names another is not stored, since the study may have been erased.
 * Implementations can be called by several threads at once.
 */
@FunctionalInterface
public interface PatientStudies {
  PatientStudies NONE = (report, until) -> List.of();

  /**
   * Studies with an identifier of the report's patient; an empty one, or one with a wildcard, finds
   * none. The caller compares the patients further.
   *
   * @param until the last day of a study
   * @return the newest first, those without a date last; of many, some are left out
   * @throws IOException when they cannot be looked up
   */
  List<Study> until(Report report, LocalDate until) throws IOException;
}
