package org.radiologytrust.presign;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.radiologytrust.check.Checked;
import org.radiologytrust.check.Checks;
import org.radiologytrust.checker.SentText;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Texts;

/**
 * Checks a report that is still open, as an audit without a model and without images would. Asks no
 * server, opens no image and stores nothing.
 */
public final class Drafts {
  /** Stands under the audit of a draft. */
  static final String NOTE = "This report was checked before it was signed, and nothing is stored.";

  private final DraftReader reader;
  private final Checks checks;
  private final UnaryOperator<Audit> claims;
  private final Clock clock;
  private final String version;

  /**
   * @param claims adds the claims and the verdicts that rules give, and ends the audit; may leave
   *     an audit as it is of which only the flags are read
   * @param version of this software
   */
  public Drafts(
      DraftReader reader, Checks checks, UnaryOperator<Audit> claims, Clock clock, String version) {
    this.reader = reader;
    this.checks = checks;
    this.claims = claims;
    this.clock = clock;
    this.version = version;
  }

  /**
   * Checks a report that came in a message.
   *
   * @param report with its canonical text
   */
  public Draft check(Report report) {
    return check(report, new SentText(report.text()), List.of());
  }

  /**
   * Checks a report.
   *
   * @param report its text is what is read of {@code sent}
   * @param earlier earlier reports of the patient, newest first
   */
  public Draft check(Report report, SentText sent, List<EarlierReport> earlier) {
    List<EarlierReport> completed = earlier.stream().map(reader::completed).toList();
    return ended(read(report, sent, audit -> audit.earlier(completed)));
  }

  /**
   * The checks alone, without claims.
   *
   * @param more adds what is compared: the tags of images, earlier reports
   */
  Draft read(Report report, SentText sent, UnaryOperator<Audit.Builder> more) {
    Instant now = clock.instant();
    Audit.Builder begun =
        Audit.of(Texts.uuid5("draft|" + report.correlationId()), reader.completed(report))
            .started(now)
            .engineVersion(version)
            .addNote(NOTE);
    Audit read = reader.sections(more.apply(begun).build());
    Checked all = checks.run(read);
    Checked shown = new Checked(of(all, false), all.unfinished(), all.missing(), all.finished());
    return new Draft(checks.with(read, shown), of(all, true), sent, sent.result(read, shown));
  }

  /** The same with the claims that rules make, which no model has assessed. */
  Draft ended(Draft read) {
    return read.with(claims.apply(read.audit().toBuilder().withModel(false).build()));
  }

  /** A quiet flag is shown to nobody. */
  private static List<CheckResult> of(Checked all, boolean quiet) {
    return all.results().stream()
        .filter(result -> (result.strength() == Strength.QUIET) == quiet)
        .toList();
  }
}
