package org.radiologytrust.check.base;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Coding;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Texts;
import org.radiologytrust.text.sections.Segmenter;

/**
 * Reports of one patient that try a check.
 *
 * @param procedure of the order
 * @param modality of the order
 * @param born birth date of the patient, such as 1950-03-01
 * @param studied day of the examination
 * @param sex female or male, of the patient
 * @param flagged texts in which the check must flag something; {@code ~} is a new line
 * @param silent texts in which it must not
 */
public record TriedReports(
    @Nullable String procedure,
    @Nullable String modality,
    @Nullable String born,
    @Nullable String studied,
    @Nullable String sex,
    @Nullable List<String> flagged,
    @Nullable List<String> silent) {
  private static final String NAME = "case";

  public TriedReports {
    day(born);
    day(studied);
    sex(sex);
    if (flagged == null && silent == null) {
      throw new IllegalArgumentException("needs texts in flagged or silent");
    }
  }

  private static @Nullable LocalDate day(@Nullable String text) {
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("has a day that is not written as 1950-03-01: " + text);
    }
  }

  private static Sex sex(@Nullable String word) {
    return switch (Texts.orEmpty(word)) {
      case "" -> Sex.UNKNOWN;
      case "female" -> Sex.FEMALE;
      case "male" -> Sex.MALE;
      default -> throw new IllegalArgumentException("has a sex other than female or male: " + word);
    };
  }

  /**
   * A text with which a check does not do what it must.
   *
   * @param list key of the texts: {@code flagged} or {@code silent}
   * @param place its place there, from 0
   * @param what what is wrong, to follow the name of the check
   */
  public record Failure(String list, int place, String what) {}

  /**
   * The first text with which the check fails.
   *
   * @param flags whether the check flags something in a segmented report
   */
  public Optional<Failure> failure(Segmenter segmenter, Predicate<Audit> flags) {
    return Stream.concat(
            failures("flagged", "must flag %s and does not", flagged, flags, segmenter),
            failures("silent", "must not flag %s and does", silent, flags.negate(), segmenter))
        .findFirst();
  }

  private Stream<Failure> failures(
      String list,
      String what,
      @Nullable List<String> texts,
      Predicate<Audit> right,
      Segmenter segmenter) {
    List<String> all = SiteFiles.orEmpty(texts);
    return IntStream.range(0, all.size())
        .filter(i -> !holds(all.get(i), right, segmenter))
        .mapToObj(i -> new Failure(list, i, what.formatted(quoted(all.get(i)))));
  }

  private boolean holds(String text, Predicate<Audit> right, Segmenter segmenter) {
    try {
      return right.test(segmenter.segment(audit(text)));
    } catch (RuntimeException | StackOverflowError e) {
      return false;
    }
  }

  private Audit audit(String text) {
    LocalDate day = day(studied);
    Report report =
        Report.of(NAME, NAME)
            .patient(new Patient(null, "", "", day(born), sex(sex), ""))
            .order(
                new Order(
                    "",
                    "",
                    null,
                    null,
                    new Coding("", "", Texts.orEmpty(procedure)),
                    Texts.orEmpty(modality),
                    "",
                    ""))
            .text(Report.canonicalText(text.replace('~', '\n')))
            .status(ReportStatus.FINAL)
            .effective(day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant())
            .build();
    return Audit.of(new UUID(0, 0), report).started(Instant.EPOCH).build();
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("~+", " ") + '"';
  }
}
