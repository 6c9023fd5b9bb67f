package org.radiologytrust.knownerrors;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;

/**
 * A report with an error, and the check that must flag it. The fields are those of the file, which
 * explains them.
 */
record KnownError(
    String check,
    String text,
    @Nullable String procedure,
    @Nullable String modality,
    @Nullable String born,
    @Nullable Sex sex,
    @Nullable String studied,
    @Nullable Earlier earlier,
    @Nullable Image image) {
  private static final String FILE = "known-errors.yaml";
  private static final String SITE = "known-errors";

  /** An earlier report of the same examination. */
  record Earlier(String studied, String text) {}

  /** Tags of the images. */
  record Image(String modality, String part, String side) {}

  /**
   * Those of the language.
   *
   * @param checks the ids of all checks
   * @throws IllegalArgumentException if the file is not valid; the message names it and the check
   */
  static List<KnownError> load(SiteFiles files, List<String> checks) {
    List<KnownError> all = files.words(FILE, new TypeReference<List<KnownError>>() {});
    for (KnownError one : all) {
      String where = FILE + ": " + one.check;
      if (!checks.contains(one.check)) {
        throw new IllegalArgumentException(where + " is no check: docs/checks.md lists them");
      }
      try {
        one.audit();
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(where + ": a day has the form 2026-11-27");
      }
    }
    return List.copyOf(all);
  }

  /** The report as the checks get it, before its sections are found. */
  Audit audit() {
    LocalDate day = day(studied);
    Report report = report(text).effective(day == null ? null : start(day)).build();
    Audit.Builder audit = Audit.of(new UUID(0, 0), report).started(Instant.EPOCH);
    if (earlier != null) {
      Report before = report(earlier.text).build();
      audit.earlier(List.of(EarlierReport.of("", LocalDate.parse(earlier.studied), before)));
    }
    if (image != null) {
      audit.studies(List.of(study(image)));
    }
    return audit.build();
  }

  private Report.Builder report(String of) {
    String ordered = Texts.orEmpty(procedure);
    return Report.of(SITE, SITE)
        .patient(patient(sex == null ? Sex.UNKNOWN : sex, day(born)))
        .order(
            new Order(
                "", "", null, null, new Coding("", "", ordered), Texts.orEmpty(modality), "", ""))
        .text(Report.canonicalText(of))
        .status(ReportStatus.FINAL);
  }

  private static Study study(Image image) {
    Instance one =
        new Instance("1.1", "1", "", image.modality, image.part, image.side, "", "", 1, 1, "");
    return new Study("1", "", patient(Sex.UNKNOWN, null), null, "", true, List.of(one));
  }

  private static Patient patient(Sex sex, @Nullable LocalDate born) {
    return new Patient(null, "", "", born, sex, "");
  }

  private static @Nullable LocalDate day(@Nullable String written) {
    return written == null ? null : LocalDate.parse(written);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
