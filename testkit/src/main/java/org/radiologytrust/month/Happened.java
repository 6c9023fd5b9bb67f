package org.radiologytrust.month;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.FlagVerdict;

/** Something that happened in the month, as it was seen from outside the journal. */
sealed interface Happened {
  Instant at();

  /** A version of a report was received. */
  record Received(Instant at, int number, Report version) implements Happened {}

  /**
   * A version was audited.
   *
   * @param unfinished checks that did not finish
   * @param failed nothing was checked
   */
  record Audited(
      Instant at,
      int number,
      UUID run,
      Report version,
      List<Flag> flags,
      List<String> unfinished,
      boolean failed)
      implements Happened {
    public Audited {
      flags = List.copyOf(flags);
      unfinished = List.copyOf(unfinished);
    }
  }

  /**
   * A flag of an audit.
   *
   * @param key within the audit
   * @param what the words of the report that are flagged
   * @param same what the same flag has in another audit of the report: all that the check read
   * @param words that are quoted, each with where it is from
   * @param sentences of the report in which those are
   * @param lacks whether it is about words that are missing
   */
  record Flag(
      String key,
      String check,
      Strength strength,
      String what,
      String same,
      Set<String> words,
      List<String> sentences,
      boolean lacks) {
    public Flag {
      words = Set.copyOf(words);
      sentences = List.copyOf(sentences);
    }
  }

  /**
   * A person decided.
   *
   * @param verdict {@code null} for an undo
   * @param undoes the decision that an undo takes back
   */
  record Decided(
      Instant at,
      int number,
      UUID run,
      String key,
      UUID id,
      Decision.Kind kind,
      @Nullable FlagVerdict verdict,
      String user,
      @Nullable UUID undoes)
      implements Happened {}

  /** The samples of the week before were drawn. */
  record Drawn(Instant at) implements Happened {}

  /**
   * A person answered about something that was drawn.
   *
   * @param list the week
   * @param key of the flag in its audit; empty for a report
   */
  record Answered(
      Instant at,
      UUID item,
      String list,
      Readings.Kind kind,
      int number,
      UUID run,
      String key,
      String user,
      Readings.Answer answer)
      implements Happened {}
}
