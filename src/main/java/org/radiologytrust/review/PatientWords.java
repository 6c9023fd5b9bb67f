package org.radiologytrust.review;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.PatientMatch.Attribute;

/** In words that two patients differ, without what they differ in. */
public final class PatientWords {
  private static final List<Attribute> ORDER =
      List.of(Attribute.NAME, Attribute.BIRTH_DATE, Attribute.IDENTIFIER, Attribute.SEX);

  private PatientWords() {}

  /** Such as {@code name, birth date and patient number differ}. */
  public static String differing(OtherPatient other) {
    Set<Attribute> differing = other.differing();
    List<String> words =
        ORDER.stream().filter(differing::contains).map(PatientWords::name).toList();
    if (words.size() < 2) {
      return String.join("", words) + " differs";
    }
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " and " + words.get(last) + " differ";
  }

  private static String name(Attribute attribute) {
    return switch (attribute) {
      case IDENTIFIER -> "patient number";
      default -> attribute.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    };
  }

  /**
   * The sentence above the page of a report.
   *
   * @throws java.util.NoSuchElementException if its images are of no other patient
   */
  public static String headline(Audit audit) {
    return start(audit) + ".";
  }

  /** The headline, and what differs. */
  static String sentence(Audit audit) {
    return start(audit) + ": " + differing(audit.otherPatient().orElseThrow()) + ".";
  }

  private static String start(Audit audit) {
    List<String> accessions = audit.report().order().accessionNumbers();
    boolean byAccession =
        audit.otherPatient().orElseThrow().studies().stream()
            .anyMatch(study -> accessions.contains(study.accessionNumber()));
    return "The images under this "
        + (byAccession ? "accession" : "study")
        + " number are of another patient";
  }
}
