package org.radiologytrust.page.opened;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.OtherStudy;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;
import org.radiologytrust.page.door.Times;

/**
 * The patient of a report beside that of the images with its number, for the template {@code
 * page/identities.jte}.
 *
 * @param patient name of the report's patient
 * @param comparisons one for each study that contradicts
 * @param checked when the text was checked, such as {@code at 13:55}; empty if the images are not
 *     refused
 */
public record Identities(String patient, List<Comparison> comparisons, String checked) {
  private static final String NOT_GIVEN = "not given";
  private static final String OID = "urn:oid:";

  public Identities {
    comparisons = List.copyOf(comparisons);
  }

  /** What can be said about two values. */
  enum Kind {
    SAME,
    DIFFERS,
    /** One of them is not known, or people must compare them. */
    OPEN;

    /** Class name in the style sheet. */
    String code() {
      return this == DIFFERS ? "differs" : "same";
    }
  }

  /** One line: what the report says, and what the images say. */
  record Row(String name, Marked report, Marked images, Kind kind) {
    /** Withholds the patients' data. */
    @Override
    public String toString() {
      return "Row[" + name + ", " + kind + "]";
    }
  }

  /**
   * The report beside one study.
   *
   * @param came how many images it has and since when, such as {@code 2 images, since 13:31}
   * @param link to the site's viewer; empty for none
   */
  record Comparison(List<Row> rows, String came, String link) {
    Comparison {
      rows = List.copyOf(rows);
    }

    long differing() {
      return rows.stream().filter(row -> row.kind() == Kind.DIFFERS).count();
    }

    /** How many lines say the same or not. */
    long compared() {
      return rows.stream().filter(row -> row.kind() != Kind.OPEN).count();
    }

    /** Withholds the patients' data. */
    @Override
    public String toString() {
      return "Comparison[" + rows + "]";
    }
  }

  /** Gives the address of a study of an audit in the site's viewer, by its number from 1. */
  public interface Links {
    String study(int number);
  }

  /**
   * @throws java.util.NoSuchElementException if the audit's images are of no other patient
   */
  public static Identities of(Audit audit, Links links, Instant now) {
    OtherPatient other = audit.otherPatient().orElseThrow();
    List<Comparison> comparisons = new ArrayList<>();
    for (OtherStudy study : other.studies()) {
      comparisons.add(
          new Comparison(
              rows(audit.report(), other.ofReport(), study),
              came(study, now),
              links.study(comparisons.size() + 1)));
    }
    return new Identities(
        PatientBar.name(other.ofReport()),
        comparisons,
        other.refused() && audit.ended() != null ? Times.at(audit.ended(), now) : "");
  }

  private static List<Row> rows(Report report, Patient own, OtherStudy study) {
    Patient other = study.patient();
    List<Row> rows = new ArrayList<>();
    rows.add(row("Name", name(own), name(other)));
    rows.add(row("Born", born(own), born(other)));
    rows.add(row("Sex", sex(own.sex()), sex(other.sex())));
    Optional<Identifier> theirs =
        other.identifiers().stream().filter(Identifier::isOfPerson).findFirst();
    Optional<Identifier> ours = theirs.flatMap(id -> matching(own, id)).or(() -> first(own));
    rows.add(row("Patient number", value(ours), value(theirs)));
    if (ours.isPresent() && theirs.isPresent() && issued(ours.get(), theirs.get())) {
      rows.add(row("Issued by", issuer(ours.get()), issuer(theirs.get())));
    }
    rows.add(accession(report, study));
    rows.add(shown("Exam", PatientBar.exam(report.order()), exam(study)));
    rows.add(
        shown(
            "Taken",
            report.effective() == null ? "" : Times.dateTime(report.effective()),
            study.studyDate() == null ? "" : Times.date(study.studyDate())));
    return rows;
  }

  private static Row row(String name, String report, String images) {
    if (report.isBlank() || images.isBlank()) {
      return shown(name, report, images);
    }
    return report.equalsIgnoreCase(images)
        ? new Row(name, Marked.plain(report), Marked.plain(images), Kind.SAME)
        : new Row(name, Marked.of(report, images), Marked.of(images, report), Kind.DIFFERS);
  }

  /** A line that is for people to compare. */
  private static Row shown(String name, String report, String images) {
    return new Row(name, Marked.plain(given(report)), Marked.plain(given(images)), Kind.OPEN);
  }

  private static String given(String value) {
    return value.isBlank() ? NOT_GIVEN : value;
  }

  private static String name(Patient patient) {
    return patient.familyName().isBlank() && patient.givenName().isBlank()
        ? ""
        : PatientBar.name(patient);
  }

  private static String born(Patient patient) {
    return patient.birthDate() == null ? "" : Times.date(patient.birthDate());
  }

  private static String sex(Sex sex) {
    return switch (sex) {
      case FEMALE -> "female";
      case MALE -> "male";
      case OTHER -> "other";
      case UNKNOWN -> "";
    };
  }

  /** A report may have several numbers; the one that the images may have, too, is compared. */
  private static Optional<Identifier> matching(Patient own, Identifier theirs) {
    return own.identifiers().stream().filter(theirs::matches).findFirst();
  }

  private static Optional<Identifier> first(Patient own) {
    String record = PatientBar.record(own);
    return own.identifiers().stream().filter(id -> id.value().equals(record)).findFirst();
  }

  private static String value(Optional<Identifier> id) {
    return id.map(Identifier::value).orElse("");
  }

  /** Whether different authorities issued them. */
  private static boolean issued(Identifier ours, Identifier theirs) {
    return !ours.system().isEmpty()
        && !theirs.system().isEmpty()
        && !ours.system().equals(theirs.system())
        && !ours.matches(theirs);
  }

  private static String issuer(Identifier id) {
    String system = id.system();
    return system.startsWith(OID) ? system.substring(OID.length()) : authority(system);
  }

  private static String authority(String system) {
    return system.startsWith(Identifier.UNMAPPED)
        ? system.substring(Identifier.UNMAPPED.length())
        : system;
  }

  private static Row accession(Report report, OtherStudy study) {
    List<String> accessions = report.order().accessionNumbers();
    String theirs = study.accessionNumber();
    return row(
        "Accession",
        accessions.contains(theirs) ? theirs : report.order().accessionNumber(),
        theirs);
  }

  private static String exam(OtherStudy study) {
    String views = String.join(", ", study.views());
    String description = study.studyDescription();
    boolean said = views.toLowerCase(Locale.ROOT).contains(description.toLowerCase(Locale.ROOT));
    if (said) {
      return views;
    }
    return views.isBlank() ? description : description + ": " + views;
  }

  private static String came(OtherStudy study, Instant now) {
    String images = study.images() + (study.images() == 1 ? " image" : " images");
    return study.came() == null ? images : images + ", since " + Times.when(study.came(), now);
  }

  /** Withholds the patients' data. */
  @Override
  public String toString() {
    return "Identities" + comparisons;
  }
}
