package org.radiologytrust.journal.sentinels;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;

/**
 * The mark of sentinels: a site and an assigning authority of their own. A message from outside
 * with the mark is refused.
 */
public final class SentinelMark {
  /** MSH-4, and the assigning authority in PID-3. */
  public static final String SITE = "RTL-SENTINEL";

  /**
   * The system of a sentinel's patient in FHIR and in JSON; in HL7 it follows from the authority.
   */
  public static final String SYSTEM = Identifier.UNMAPPED + SITE;

  private static final byte[] BYTES = SITE.getBytes(StandardCharsets.US_ASCII);

  private SentinelMark() {}

  /** Whether a report has the mark. */
  public static boolean isOn(Report report) {
    return isSite(report.site()) || isOn(report.patient());
  }

  /** Whether a patient has it. */
  public static boolean isOn(Patient patient) {
    return isOn(patient.identifiers());
  }

  public static boolean isOn(Collection<Identifier> identifiers) {
    return identifiers.stream().anyMatch(id -> id.system().strip().equalsIgnoreCase(SYSTEM));
  }

  public static boolean isSite(String site) {
    return site.strip().equalsIgnoreCase(SITE);
  }

  /** Whether a message might be a sentinel: those that are have the mark in plain bytes. */
  public static boolean mayBeIn(byte[] message) {
    int last = message.length - BYTES.length;
    for (int at = 0; at <= last; at++) {
      int i = 0;
      while (i < BYTES.length && message[at + i] == BYTES[i]) {
        i++;
      }
      if (i == BYTES.length) {
        return true;
      }
    }
    return false;
  }
}
