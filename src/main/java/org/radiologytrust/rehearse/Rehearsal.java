package org.radiologytrust.rehearse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.Checked;
import org.radiologytrust.check.Checks;
import org.radiologytrust.journal.rehearsal.JournalSnapshot;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Report;
import org.radiologytrust.rehearse.FlagChange.Kind;
import org.radiologytrust.text.sections.Segmenter;

/**
 * Runs the checks on reports, and compares their flags with those that the audits of a journal
 * have, or that other checks make. Asks no model and publishes nothing.
 */
public final class Rehearsal {
  private final Segmenter segmenter;
  private final Checks checks;
  private final String version;

  /**
   * @param checks with the data that is rehearsed
   * @param version of this engine
   */
  public Rehearsal(Segmenter segmenter, Checks checks, String version) {
    this.segmenter = segmenter;
    this.checks = checks;
    this.version = version;
  }

  /** Compares the newest audits of a journal. */
  public RehearsalResult run(JournalSnapshot journal) {
    return run(journal.rows(), JournalSnapshot.Row::audit);
  }

  /**
   * Compares the flags of reports with those that other checks make.
   *
   * @param segmenterBefore divides the reports for the other checks
   * @param before the other checks
   */
  public RehearsalResult run(List<Report> reports, Segmenter segmenterBefore, Checks before) {
    return run(
        reports,
        report -> {
          Audit begun = Audit.of(report.correlationId(), report).engineVersion(version).build();
          return before.check(segmenterBefore.segment(begun));
        });
  }

  /** Compares one report after the other, on all processors. */
  private <T> RehearsalResult run(List<T> reports, Function<T, Audit> before) {
    List<Compared> all = reports.parallelStream().map(one -> compared(before.apply(one))).toList();
    List<Compared> made = all.stream().filter(one -> !one.failed).toList();
    List<FlagChange> changes = made.stream().flatMap(one -> one.changes.stream()).toList();
    return new RehearsalResult(
        version,
        RehearsalResult.counts(made.size(), changes),
        all.size() - made.size(),
        (int) made.stream().filter(one -> one.otherVersion).count(),
        (int) made.stream().filter(one -> one.unfinished).count(),
        changes);
  }

  private record Compared(
      boolean failed, boolean otherVersion, boolean unfinished, List<FlagChange> changes) {
    static final Compared FAILED = new Compared(true, false, false, List.of());
  }

  private Compared compared(Audit audit) {
    if (audit.failed() && !audit.imagesRefused()) {
      return Compared.FAILED;
    }
    Checked now = checks.run(segmenter.segment(bare(audit)));
    return new Compared(
        false,
        !version.equals(audit.engineVersion()),
        !audit.unfinished().isEmpty() || !now.unfinished().isEmpty(),
        changes(audit.report(), audit.checks(), now.results()));
  }

  /** What the audit began with. */
  private static Audit bare(Audit audit) {
    return Audit.of(audit.runId(), audit.report())
        .authorship(audit.authorship())
        .otherPatient(audit.otherPatient().orElse(null))
        .textOnly(audit.textOnly())
        .studies(audit.studies())
        .earlier(audit.earlier())
        .build();
  }

  private static List<FlagChange> changes(
      Report report, List<CheckResult> before, List<CheckResult> after) {
    Map<Key, CheckResult> then = byKey(before);
    Map<Key, CheckResult> now = byKey(after);
    List<FlagChange> changes = new ArrayList<>();
    now.forEach(
        (key, flag) -> {
          CheckResult same = then.get(key);
          if (same == null) {
            changes.add(new FlagChange(Kind.GAINED, report, flag, flag));
          } else if (same.strength() != flag.strength()) {
            changes.add(new FlagChange(Kind.CHANGED, report, same, flag));
          }
        });
    then.forEach(
        (key, flag) -> {
          if (!now.containsKey(key)) {
            changes.add(new FlagChange(Kind.LOST, report, flag, flag));
          }
        });
    return changes;
  }

  /**
   * What makes two flags the same: the check, and the words that it quotes. Flags of a model are
   * left out, which no check makes.
   */
  private record Key(String check, Quoted first, Quoted second) {}

  private record Quoted(String source, String value, @Nullable Integer start) {
    static Quoted of(Evidence evidence) {
      return new Quoted(
          evidence.source(),
          evidence.value(),
          Optional.ofNullable(evidence.span()).map(span -> span.start()).orElse(null));
    }
  }

  private static Map<Key, CheckResult> byKey(List<CheckResult> flags) {
    return flags.stream()
        .filter(flag -> !flag.check().equals(CheckResult.MODEL))
        .collect(
            Collectors.toMap(
                flag -> new Key(flag.check(), Quoted.of(flag.first()), Quoted.of(flag.second())),
                flag -> flag,
                (a, b) -> a,
                LinkedHashMap::new));
  }
}
