package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
 * Reports that the checks which always tell and those of critical findings must flag, or must not,
 * whatever the words of a site are: words are no way to silence these checks.
 */
final class WordGuard {
  private static final String NAME = "guard";

  /** Words with which a case fails; the message names the file, the check and the report. */
  static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Refused(List<String> files, String fault) {
      super(String.join(", ", files) + ": " + fault);
    }
  }

  /** Whether a check flags something in a report. */
  interface Flags {
    boolean flags(String check, Audit c);
  }

  /** Texts for one check; the file explains the keys. */
  record Cases(
      String check,
      @Nullable String procedure,
      @Nullable String modality,
      @Nullable String born,
      @Nullable String studied,
      @Nullable Sex sex,
      List<String> flagged,
      @Nullable List<String> silent) {

    private Audit audit(String text) {
      String ordered = Texts.orEmpty(procedure);
      LocalDate day = studied == null ? null : LocalDate.parse(studied);
      Patient patient =
          new Patient(
              null,
              "",
              "",
              born == null ? null : LocalDate.parse(born),
              sex == null ? Sex.UNKNOWN : sex,
              "");
      Order order =
          new Order(
              "", "", null, null, new Coding("", "", ordered), Texts.orEmpty(modality), "", "");
      Report report =
          Report.of(NAME, NAME)
              .patient(patient)
              .order(order)
              .text(Report.canonicalText(text.replace('~', '\n')))
              .status(ReportStatus.FINAL)
              .effective(day == null ? null : day.atStartOfDay(ZoneOffset.UTC).toInstant())
              .build();
      return Audit.of(new UUID(0, 0), report).started(Instant.EPOCH).build();
    }
  }

  private WordGuard() {}

  /** All cases. They are always the shipped ones. */
  static List<Cases> cases() {
    return SiteFiles.shipped().yaml(SiteFiles.GUARD, new TypeReference<List<Cases>>() {});
  }

  /** What is wrong with the first case that fails, and what to do; empty if all hold. */
  static Optional<String> fault(Segmenter segmenter, Flags flags) {
    for (Cases cases : cases()) {
      for (String text : cases.flagged) {
        if (!holds(cases, text, true, segmenter, flags)) {
          return Optional.of(
              cases.check + " must flag " + quoted(text) + " and does not: undo what silences it");
        }
      }
      for (String text : SiteFiles.orEmpty(cases.silent)) {
        if (!holds(cases, text, false, segmenter, flags)) {
          return Optional.of(
              cases.check + " must not flag " + quoted(text) + " and does: undo what makes it");
        }
      }
    }
    return Optional.empty();
  }

  private static boolean holds(
      Cases cases, String text, boolean flagged, Segmenter segmenter, Flags flags) {
    try {
      return flags.flags(cases.check, segmenter.segment(cases.audit(text))) == flagged;
    } catch (RuntimeException | StackOverflowError e) {
      return false;
    }
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("~+", " ") + '"';
  }
}
