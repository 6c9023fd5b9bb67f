package org.radiologytrust.hospital;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/**
 * An invented report on a chest radiograph of a patient of its own.
 *
 * @param number from 0
 */
record DayReport(int number) {
  /** One report in so many names the wrong side in its impression. */
  private static final int WRONG = 20;

  private static final List<String> FINDINGS =
      List.of(
          "Small {side} pleural effusion. Heart size is normal.",
          "Streaky opacity at the {side} lung base. No pneumothorax.",
          "Calcified granuloma in the {side} upper lobe. The lungs are otherwise clear.",
          "Healed fracture of the {side} fifth rib. No effusion.");

  private static final List<String> IMPRESSIONS =
      List.of(
          "Small {side} pleural effusion.",
          "{Side} basal atelectasis.",
          "Calcified granuloma in the {side} upper lobe.",
          "Healed {side} rib fracture.");

  String accession() {
    return "DAY" + number;
  }

  String patientNumber() {
    return "P" + number;
  }

  /** Whether the impression names the other side than the findings. */
  boolean isWrong() {
    return number % WRONG == WRONG / 2;
  }

  private String side(boolean other) {
    return number % 2 == 0 != other ? "left" : "right";
  }

  private static String sided(String words, String side) {
    return words
        .replace("{side}", side)
        .replace("{Side}", side.substring(0, 1).toUpperCase(Locale.ROOT) + side.substring(1));
  }

  private String text(boolean wrong) {
    int kind = number / 2 % FINDINGS.size();
    return "FINDINGS:\n"
        + sided(FINDINGS.get(kind), side(false))
        + "\nIMPRESSION:\n"
        + sided(IMPRESSIONS.get(kind), side(wrong));
  }

  PhantomStudy study() {
    return PhantomStudy.chest(accession())
        .of(
            new Patient(
                List.of(new Identifier("urn:oid:2.999.1", patientNumber(), "MR")),
                "Phantom",
                "Petra",
                LocalDate.of(1940, 1, 1).plusDays(30L * number),
                Sex.FEMALE,
                ""));
  }

  /** The report as it was signed. */
  String message() {
    return Chest.oru(study(), "M" + number, patientNumber(), text(isWrong()), "F", 0);
  }

  /** The report after somebody has mended the side. */
  String corrected() {
    return Chest.oru(study(), "C" + number, patientNumber(), text(false), "C", 30);
  }
}
