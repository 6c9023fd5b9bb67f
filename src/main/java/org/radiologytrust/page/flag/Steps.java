package org.radiologytrust.page.flag;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Author;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;

/** The ways of flags from the report to their correction. */
final class Steps {
  private final Version version;
  private final Audit audit;
  private final DecisionWords words;
  private final Map<UUID, Instant> reminders;

  /**
   * @param version that was audited
   * @param reminders when people were reminded of their decisions
   */
  Steps(Version version, Audit audit, DecisionWords words, Map<UUID, Instant> reminders) {
    this.version = version;
    this.audit = audit;
    this.words = words;
    this.reminders = reminders;
  }

  /** A step with its time; that of a signature may be missing. */
  private record Timed(Instant order, @Nullable Instant at, String sign, String what) {}

  /** What happened, in the order of time, and what comes next. */
  List<Flag.Step> of(Problem problem, Decision agreed) {
    List<Timed> timed = new ArrayList<>(List.of(came()));
    if (audit.ended() != null) {
      String again = agreed.carried() ? " again" : "";
      timed.add(
          new Timed(
              audit.ended(), audit.ended(), Sign.ofProblem(problem).symbol(), "flagged" + again));
    }
    timed.add(new Timed(agreed.at(), agreed.at(), "✓", words.agreed(agreed)));
    Instant reminded = reminders.get(agreed.ofPerson());
    if (reminded != null) {
      timed.add(new Timed(reminded, reminded, "◷", "reminder given"));
    }
    List<Flag.Step> steps = new ArrayList<>();
    timed.stream()
        .sorted(Comparator.comparing(Timed::order))
        .map(t -> new Flag.Step(t.sign, t.at == null ? "" : Times.when(t.at, words.now()), t.what))
        .forEach(steps::add);
    steps.add(
        new Flag.Step(Flag.AHEAD, "next", "a version without the flag, or it is left as it is"));
    return steps;
  }

  private Timed came() {
    Optional<Author> signer =
        version.report().authors().stream()
            .filter(author -> author.role() == Author.Role.SIGNED)
            .reduce((first, second) -> second);
    return signer
        .map(
            author ->
                new Timed(
                    author.time() == null ? version.received() : author.time(),
                    author.time(),
                    "○",
                    author.name().isEmpty() ? "signed" : "signed by " + author.name()))
        .orElseGet(
            () ->
                new Timed(
                    version.received(),
                    version.received(),
                    "○",
                    "version " + version.number() + " came"));
  }
}
