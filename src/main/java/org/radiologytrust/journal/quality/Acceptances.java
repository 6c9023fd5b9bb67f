package org.radiologytrust.journal.quality;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.strengths.StrengthTables;

/**
 * Acceptances: each counts the flags of reports once, and has its flags read by people ({@link
 * Readings}, source {@code pilot}). At most one runs at a time, on all nodes together.
 */
public interface Acceptances {
  /**
   * What was stated before the first reading. It is never changed.
   *
   * @param mostWrong wrong flags in 100 reports: the upper bound may be this much
   * @param leastRight right of 100 flags that are right or wrong: the lower bound must be this much
   * @param mostQuiet so many checks may go quiet
   * @param leastFlags so many flags must have been judged right or wrong
   */
  record Rule(double mostWrong, double leastRight, int mostQuiet, int leastFlags) {}

  /** How an acceptance ended. */
  enum Outcome {
    GO,
    /** Go, with some checks quiet. */
    QUIET,
    NO_GO,
    /** Ended before all was read. */
    GIVEN_UP;

    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Outcome> of(String code) {
      return Stream.of(values()).filter(o -> o.code().equals(code)).findFirst();
    }
  }

  /**
   * The end of an acceptance.
   *
   * @param quiet checks that went quiet with it
   */
  record End(Outcome outcome, List<String> quiet, String user, Instant at) {
    public End {
      quiet = List.copyOf(quiet);
    }
  }

  /**
   * An acceptance.
   *
   * @param name of its list of readings
   * @param reports that were counted
   * @param end {@code null} while it runs
   */
  record Acceptance(
      String name,
      int number,
      int reports,
      Rule rule,
      String begunBy,
      Instant begun,
      @Nullable End end) {
    public boolean running() {
      return end == null;
    }
  }

  /** What a count is of. */
  enum Counted {
    REPORT,
    /** Reports on which the check did not finish. */
    UNFINISHED,
    /** Flags: those that people read. */
    TELL,
    /** Questions: the weekly samples have some of them read. */
    ASK,
    /** Quiet flags, likewise. */
    QUIET,
    /** Flags that no check made: whoever reads the text alone cannot judge them. */
    IMAGE;

    String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Counted of(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * So many were there when it began.
   *
   * @param modality kind of exam; empty where the report names none
   * @param check empty for {@link Counted#REPORT}
   */
  record Count(String modality, String check, Counted counted, int n) {}

  /**
   * What was said of the flags of a check, each with the first person's answer.
   *
   * @param flags those that are still there: an erasure takes those of its report
   */
  record Verdicts(String check, int right, int notImportant, int wrong, int flags) {
    public int unread() {
      return flags - right - notImportant - wrong;
    }
  }

  /**
   * A person who answered about flags that somebody else answered before.
   *
   * @param same those of which the person said the same
   */
  record Second(String user, int flags, int same) {}

  /**
   * Counts the newest reports, and puts the flags of their checks into a list in random order.
   * Reports of shadow mode are among them; those that could not be checked are not.
   *
   * @param most how many reports at most
   * @return empty if one runs, or no report was checked; then nothing is stored
   */
  Optional<Acceptance> begin(int most, Rule rule, String user);

  /** The last that was begun. */
  Optional<Acceptance> newest();

  /** Ordered by kind of exam, then by check. */
  List<Count> counts(String name);

  /** Ordered by check. */
  List<Verdicts> verdicts(String name);

  /** Ordered by log-in. */
  List<Second> seconds(String name);

  /** As {@link Band} has them. */
  record Bounds(double wrongHigh, double rightLow) {}

  /**
   * A person's wish to end an acceptance.
   *
   * @param seen the verdicts that the result was computed from
   * @param bounds {@code null} unless the outcome is a go
   * @param strengths the table that is stored in the same commit; {@code null} if none changes
   */
  record Ending(
      String name,
      Outcome outcome,
      List<String> quiet,
      List<Verdicts> seen,
      @Nullable Bounds bounds,
      StrengthTables.@Nullable Wanted strengths,
      String user) {
    public Ending {
      quiet = List.copyOf(quiet);
      seen = List.copyOf(seen);
    }
  }

  /**
   * Ends an acceptance. Done twice, it is stored once.
   *
   * @return false if it has ended otherwise, an answer came between, or somebody loaded another
   *     table of strengths meanwhile; then nothing is stored
   */
  boolean end(Ending ending);

  /** The last of which a person accepted the result, and that was a go. */
  Optional<Acceptance> accepted();

  /** By check, how many reports have a flag in the list of an acceptance. */
  Map<String, Integer> flaggedReports(String name);

  /** What was accepted last; empty if nothing was. */
  Optional<Band> band();
}
