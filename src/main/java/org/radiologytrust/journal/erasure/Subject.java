package org.radiologytrust.journal.erasure;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What is to be erased.
 *
 * @param kind {@value #REPORT} or {@value #PATIENT}
 * @param site of the report; of a patient's id that has no assigning authority
 * @param system the assigning authority of the patient's id; empty for none, and for a report
 * @param value the report id, or the patient's id
 * @param sites where the patient's reports are from, once the erasure is confirmed
 */
public record Subject(String kind, String site, String system, String value, List<String> sites) {
  static final String REPORT = "report";
  static final String PATIENT = "patient";

  public Subject {
    sites = List.copyOf(sites);
  }

  static Subject report(String site, String reportId) {
    return new Subject(REPORT, site, "", reportId, List.of());
  }

  /**
   * A patient by one id.
   *
   * @param site needed if the id has no assigning authority; otherwise it may be empty
   */
  public static Subject patient(String site, String system, String value) {
    return new Subject(PATIENT, site, system, value, List.of());
  }

  @JsonIgnore
  boolean isPatient() {
    return kind.equals(PATIENT);
  }

  Subject at(List<String> all) {
    return new Subject(kind, site, system, value, all);
  }

  /** Withholds the id, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Subject[" + kind + "]";
  }
}
