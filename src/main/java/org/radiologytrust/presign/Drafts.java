package org.radiologytrust.presign;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.radiologytrust.check.Checked;
import org.radiologytrust.check.Checks;
import org.radiologytrust.checker.SentText;
import org.radiologytrust.checks.Result;
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
    return check(report, new SentText(report.text()), EarlierLookup.Found.NOTHING);
  }

  /**
   * Checks a report.
   *
   * @param report its text is what is read of {@code sent}
   * @param earlier earlier reports of the patient
   */
  Draft check(Report report, SentText sent, EarlierLookup.Found earlier) {
    return ended(read(report, sent, earlier, audit -> audit));
  }

  /**
   * Checks a report behind earlier ones of the patient.
   *
   * @param earlier newest first
   */
  public Draft check(Report report, SentText sent, List<EarlierReport> earlier) {
    return check(report, sent, EarlierLookup.Found.NOTHING.beside(earlier));
  }

  /**
   * The checks alone, without claims.
   *
   * @param earlier earlier reports of the patient
   * @param more adds what else is compared: the tags of images
   */
  Draft read(
      Report report,
      SentText sent,
      EarlierLookup.Found earlier,
      UnaryOperator<Audit.Builder> more) {
    Instant now = clock.instant();
    Audit.Builder begun =
        Audit.of(Texts.uuid5("draft|" + report.correlationId()), reader.completed(report))
            .started(now)
            .engineVersion(version)
            .addNote(NOTE)
            .earlier(earlier.reports().stream().map(reader::completed).toList());
    earlier.unread().forEach(what -> begun.addNote("Not read: " + what + "."));
    Audit read = reader.sections(more.apply(begun).build());
    Checked all = checks.run(read);
    Checked shown = all.with(of(all, false));
    return new Draft(
        checks.with(read, shown),
        of(all, true),
        sent,
        with(sent.result(read, shown), earlier.unread()),
        earlier.ids());
  }

  private static Result with(Result result, List<String> unread) {
    return new Result(
        result.flags(),
        result.notMade(),
        result.unfinished(),
        Stream.concat(result.unread().stream(), unread.stream()).toList());
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
