package org.radiologytrust.journal.logins;

import java.time.Instant;
import java.util.List;

/**
 * One read of patient data, through the FHIR API or on the page, or one check of a report that is
 * still open.
 *
 * @param time when the data was read
 * @param user name or token name of the login
 * @param kind {@code read} for one resource, {@code search} for a search; on the page {@code open}
 *     for something of a report and {@code list} for a list; {@code check} for a report that is
 *     still open
 * @param type FHIR resource type; on the page {@code Report}, {@code Image}, {@code OtherPatient}
 *     (whose images have the report's number), {@code Viewer}, {@code Launch} and {@code
 *     LaunchRefused} (from a RIS or PACS), {@code PatientReports}, {@code Worklist} or {@code
 *     Changes} (from preliminary to final); {@code Erasure} for what an erasure would delete; of a
 *     check the door
 * @param parameters names of the search parameters or filters; never their values, which may name a
 *     patient. Of a check the length of the text and how many flags each check raised
 * @param ids ids of the resources or reports in the answer; empty if only a count was returned. Of
 *     a check those of the earlier reports that were read
 */
public record Access(
    Instant time,
    String user,
    String kind,
    String type,
    List<String> parameters,
    List<String> ids) {
  public Access {
    parameters = List.copyOf(parameters);
    ids = List.copyOf(ids);
  }
}
