package org.radiologytrust.acceptance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.StrengthTable;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.quality.Acceptances;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.Acceptances.Count;
import org.radiologytrust.journal.quality.Acceptances.End;
import org.radiologytrust.journal.quality.Acceptances.Ending;
import org.radiologytrust.journal.quality.Acceptances.Outcome;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.quality.Acceptances.Second;
import org.radiologytrust.journal.quality.Acceptances.Verdicts;
import org.radiologytrust.journal.strengths.StrengthTables;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
import org.radiologytrust.journal.strengths.StrengthTables.Wanted;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.Texts;

/** How people begin an acceptance, see how far it is, and accept its result. */
public final class AcceptanceDesk {
  /** All are read and counted at once. */
  public static final int MOST_REPORTS = 5000;

  private final Checks checks;
  private final Acceptances acceptances;
  private final StrengthTables strengths;
  private final Rule rule;

  /**
   * @param rule of an acceptance that begins now
   */
  public AcceptanceDesk(Checks checks, Journal journal, Rule rule) {
    this.checks = checks;
    this.acceptances = journal.acceptances();
    this.strengths = journal.strengths();
    this.rule = rule;
  }

  /** What is not possible; the message says why, and what to do. */
  public static final class Refused extends RuntimeException {
    Refused(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * How far an acceptance is.
   *
   * @param verdicts what was said so far; whoever still reads must not see it
   * @param result {@code null} while a flag is unread, and if it was given up
   */
  public record State(
      Acceptance acceptance, List<Verdicts> verdicts, @Nullable AcceptanceResult result) {
    public State {
      verdicts = List.copyOf(verdicts);
    }

    public int flags() {
      return verdicts.stream().mapToInt(Verdicts::flags).sum();
    }

    public int unread() {
      return verdicts.stream().mapToInt(Verdicts::unread).sum();
    }

    /** Changes with each answer: a result is accepted as it was shown, or not at all. */
    public String mark() {
      return Texts.sha256(acceptance.name() + verdicts);
    }
  }

  public Rule rule() {
    return rule;
  }

  /** What a go needs with the rule, and what so many reports allow. */
  public String needed(int reports) {
    GoLimits limits = new GoLimits(rule);
    return limits.in(reports) + " " + limits.needed() + " " + limits.judged();
  }

  /**
   * Begins an acceptance.
   *
   * @param last how many reports, the newest first
   * @throws Refused if one runs, or there is nothing to count
   */
  public Acceptance begin(int last, String user) {
    if (last < 1 || last > MOST_REPORTS) {
      throw new Refused("the number of reports must be from 1 to " + MOST_REPORTS);
    }
    return acceptances
        .begin(last, rule, user)
        .orElseThrow(
            () ->
                acceptances
                    .newest()
                    .filter(Acceptance::running)
                    .map(
                        one ->
                            new Refused(
                                "acceptance "
                                    + one.number()
                                    + " still runs: the quality lead reads its flags and ends it on"
                                    + " the page /pilot"))
                    .orElseGet(
                        () ->
                            new Refused("no report of the journal was checked: send some first")));
  }

  /** The last acceptance; empty if there was none. */
  public Optional<State> state() {
    return acceptances.newest().map(this::state);
  }

  private State state(Acceptance acceptance) {
    List<Verdicts> verdicts = acceptances.verdicts(acceptance.name());
    return new State(acceptance, verdicts, result(acceptance, verdicts));
  }

  private @Nullable AcceptanceResult result(Acceptance acceptance, List<Verdicts> verdicts) {
    End end = acceptance.end();
    if (end != null) {
      return end.outcome() == Outcome.GIVEN_UP
          ? null
          : AcceptanceResult.ended(acceptance, end, verdicts);
    }
    return verdicts.stream().anyMatch(one -> one.unread() > 0)
        ? null
        : AcceptanceResult.of(acceptance, verdicts, this::mayGoQuiet);
  }

  private boolean mayGoQuiet(String check) {
    return checks.ids().contains(check) && !StrengthRow.alwaysTells(check);
  }

  /** What was counted when it began. */
  public List<Count> counts(Acceptance acceptance) {
    return acceptances.counts(acceptance.name());
  }

  /** Who read flags that others had read. */
  public List<Second> seconds(Acceptance acceptance) {
    return acceptances.seconds(acceptance.name());
  }

  /**
   * Accepts the result: stores the band, and sets the checks to quiet that the rule names.
   *
   * @param mark of the state that the person saw
   * @throws Refused if it is not possible; then nothing was stored
   */
  public void accept(String mark, String user) {
    State state = state().orElseThrow(() -> new Refused("there is no acceptance"));
    AcceptanceResult result = state.result();
    if (result == null) {
      throw new Refused("a flag is not read yet: read on, or give the acceptance up");
    }
    if (!state.mark().equals(mark)) {
      throw new Refused("an answer was changed meanwhile: look at the result again");
    }
    boolean go = result.outcome() != Outcome.NO_GO;
    end(
        new Ending(
            state.acceptance().name(),
            result.outcome(),
            result.quiet(),
            state.verdicts(),
            go ? result.kept().bounds() : null,
            strengths(result, user),
            user));
  }

  /**
   * Ends an acceptance whose flags are not all read. What was read is kept, and says nothing.
   *
   * @throws Refused if none runs
   */
  public void giveUp(String user) {
    State state =
        state()
            .filter(one -> one.acceptance().running())
            .orElseThrow(() -> new Refused("no acceptance runs"));
    end(
        new Ending(
            state.acceptance().name(), Outcome.GIVEN_UP, List.of(), List.of(), null, null, user));
  }

  private void end(Ending ending) {
    if (!acceptances.end(ending)) {
      throw new Refused(
          "somebody has changed an answer or a strength, or ended the acceptance, meanwhile: look at"
              + " it again");
    }
  }

  /** Each row that tells of a check that goes quiet. Where it asks, it was not read, and stays. */
  private @Nullable Wanted strengths(AcceptanceResult result, String user) {
    Loaded before = strengths.inForce().orElseThrow();
    StrengthTable table = checks.strengths();
    List<StrengthRow> quiet =
        result.verdicts().stream()
            .filter(result::isQuiet)
            .flatMap(one -> telling(table, one.check()))
            .map(StrengthRow::quiet)
            .toList();
    return quiet.isEmpty() ? null : new Wanted(table.yamlWith(quiet), before.sha256(), user);
  }

  /** A check without a row tells. */
  private static Stream<StrengthRow> telling(StrengthTable table, String check) {
    List<StrengthRow> rows =
        table.rows().stream().filter(row -> row.check().equals(check)).toList();
    return rows.isEmpty()
        ? Stream.of(StrengthRow.tells(check))
        : rows.stream().filter(row -> row.strength() == CheckStrength.TELL);
  }
}
