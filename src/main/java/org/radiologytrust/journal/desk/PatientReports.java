package org.radiologytrust.journal.desk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.reviews.Worklist;

/** The reports of one patient. */
public interface PatientReports {
  /**
   * A report of the same patient.
   *
   * @param at when it was issued; when it was received if the message does not say
   */
  record Other(Worklist.Row row, Instant at) {}

  /**
   * The newest.
   *
   * @param complete whether there are no more
   */
  record Others(List<Other> reports, boolean complete) {}

  /**
   * The other reports of a report's patient, newest first: they share an identifier, merges of
   * patients included, and neither name, birth date nor sex speaks against it.
   *
   * @param most how many are returned at most
   * @throws org.radiologytrust.journal.store.SearchBusyException if it takes too long
   */
  Others others(UUID report, int most);

  /** The report that has this version; empty if none has. */
  Optional<UUID> reportOf(UUID version);

  /** These reports, newest first. */
  List<Other> find(List<UUID> reports);
}
