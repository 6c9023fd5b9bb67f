package org.radiologytrust.lab.checks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.RandomDraw;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;

/**
 * Makes a message for each report: with a plausible order, patient and day that agree with what the
 * report itself says.
 */
final class CleanMessages {
  /** Where a title ends in a number only to tell it from others of the same name. */
  private static final Pattern NUMBER = Pattern.compile("\\s*-\\s*\\d+\\s*$");

  /** How much of a report without a title names the examination. */
  private static final int BEGIN = 150;

  /** A longer section of that name is the examination of the patient's body. */
  private static final int LONGEST = 200;

  private static final int OLDEST = 90;

  private final SectionNames names;
  private final StudyWords studies;
  private final PatientWords patients;
  private final long seed;

  CleanMessages(SiteFiles files, SectionNames names, StudyWords studies, long seed) {
    this.names = names;
    this.studies = studies;
    this.patients = PatientWords.load(files);
    this.seed = seed;
  }

  PatientWords patients() {
    return patients;
  }

  Message of(SourceReport source) {
    RandomDraw draw = new RandomDraw(seed, source.id().hashCode(), 1);
    ReportText text = ReportText.of(source.text(), names);
    LocalDate study =
        ReportDates.latest(source.text())
            .orElseGet(() -> LocalDate.of(2019, 1, 1).plusDays(draw.below(2_500)));
    Report sent = source.message();
    if (sent != null && sent.effective() != null) {
      study = sent.effective().atZone(ZoneOffset.UTC).toLocalDate();
    }
    Subject subject = subject(source, study, draw);
    return new Message(source.id(), text, subject, study, exam(source, text, draw), null);
  }

  private Subject subject(SourceReport source, LocalDate study, RandomDraw draw) {
    String said = source.title() + "\n" + source.text();
    Optional<String> age = patients.age(said);
    Optional<Sex> sex = patients.sex(said);
    Sex random = draw.percent(50) ? Sex.FEMALE : Sex.MALE;
    String adult = 20 + draw.below(OLDEST - 20) + "y";
    Report sent = source.message();
    LocalDate birth =
        sent != null && sent.patient().birthDate() != null
            ? sent.patient().birthDate()
            : Ages.birth(age.orElse(adult), study, draw);
    boolean told = sent != null && sent.patient().sex().contradicts(other(sent.patient().sex()));
    return new Subject(
        told ? sent.patient().sex() : sex.orElse(random),
        birth,
        age.isPresent() || sex.isPresent());
  }

  /** The sex of a person of the other one. */
  static Sex other(Sex sex) {
    return sex == Sex.FEMALE ? Sex.MALE : Sex.FEMALE;
  }

  private Exam exam(SourceReport source, ReportText text, RandomDraw draw) {
    int style = draw.below(studies.styles());
    String named = text.body(Place.EXAM);
    String exam = named.length() > LONGEST ? "" : named;
    String title = source.title();
    if (studies.modalities(title).isEmpty() || studies.parts(title).isEmpty()) {
      title = title + "\n" + exam;
    }
    if (title.isBlank()) {
      title = source.text().substring(0, Math.min(BEGIN, source.text().length()));
    }
    List<String> modalities = studies.modalities(title);
    List<String> parts = studies.parts(title);
    String plain = NUMBER.matcher(source.title()).replaceAll("").strip();
    if (modalities.size() != 1 || parts.isEmpty()) {
      String modality = modalities.size() == 1 ? modalities.get(0) : "";
      return new Exam(modality, List.of(), "", "", 0, plain.toUpperCase(Locale.ROOT), style);
    }
    boolean sided = parts.size() == 1 && studies.part(parts.get(0)).sided();
    String technique = title + "\n" + exam + "\n" + text.body(Place.TECHNIQUE);
    return new Exam(
        modalities.get(0),
        parts,
        sided ? studies.side(title + "\n" + exam) : "",
        studies.contrast(technique),
        studies.views(title + "\n" + exam),
        "",
        style);
  }
}
