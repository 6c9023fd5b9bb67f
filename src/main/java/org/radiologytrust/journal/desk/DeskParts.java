package org.radiologytrust.journal.desk;

import java.time.Clock;
import org.radiologytrust.journal.store.Db;

/** The parts of the journal beside the worklist, in SQL. */
public record DeskParts(KeptFilters filters, PatientReports patients, Launches launches) {
  public DeskParts(Db db, Clock clock) {
    this(new SqlKeptFilters(db), new SqlPatientReports(db), new SqlLaunches(db, clock));
  }
}
