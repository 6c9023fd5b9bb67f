package org.radiologytrust.knownerrors;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.Checked;
import org.radiologytrust.check.Checks;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.CheckStrength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.text.sections.Segmenter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which checks that tell do not find their known error. A check that is switched off is not
 * looked at, and a language has known errors of the checks whose words it has.
 */
public final class KnownErrors {
  /** The health check. */
  static final String NAME = "known-errors";

  private static final Logger LOG = LoggerFactory.getLogger(KnownErrors.class);
  private static final Duration EVERY = Duration.ofHours(1);

  /** One look may fail, because the journal cannot be read. */
  private static final Duration LATE = EVERY.multipliedBy(2);

  private final List<KnownError> errors;
  private final Segmenter segmenter;
  private final Checks checks;
  private final SteadyClock clock;
  private final Instant began;
  private volatile Look last = new Look(null, Map.of(), List.of());
  private @Nullable Alarm alarm;

  /**
   * What one look found.
   *
   * @param at {@code null} before the first look
   * @param missed by check, why it did not find its known error; empty if it did
   * @param without checks that tell and have no known error
   */
  private record Look(@Nullable Instant at, Map<String, String> missed, List<String> without) {
    Map<String, String> problems() {
      Map<String, String> problems = new TreeMap<>(missed);
      problems.values().removeIf(String::isEmpty);
      return problems;
    }

    String words() {
      return problems().entrySet().stream()
          .map(e -> e.getKey() + " (" + e.getValue() + ")")
          .collect(Collectors.joining(", "));
    }
  }

  /** An alarm of which nobody was told yet. */
  private record Alarm(UUID id, String text) {}

  KnownErrors(List<KnownError> errors, Segmenter segmenter, Checks checks, SteadyClock clock) {
    this.errors = List.copyOf(errors);
    this.segmenter = segmenter;
    this.checks = checks;
    this.clock = clock;
    this.began = clock.instant();
  }

  /**
   * Looks when an hour is over. Called by route known-errors. The body becomes a text of which
   * people are to be told, or nothing.
   */
  public synchronized void look(Exchange exchange) {
    Instant before = last.at;
    if (before == null || clock.since(before).compareTo(EVERY) >= 0) {
      Look now = now();
      told(last.problems(), now);
      last = now;
    }
    exchange.getMessage().setBody(alarm == null ? null : alarm.text);
    exchange.getMessage().setHeader("RtlAlarm", alarm == null ? null : alarm.id.toString());
  }

  /** People were told of the alarm. */
  public synchronized void told() {
    alarm = null;
  }

  private void told(Map<String, String> before, Look now) {
    if (now.problems().isEmpty()) {
      alarm = null;
      if (!before.isEmpty()) {
        LOG.info("all checks find their known error again");
      }
    } else if (!now.problems().equals(before)) {
      LOG.error("checks do not find their known error: {}", now.words());
      UUID id = alarm == null ? UUID.randomUUID() : alarm.id;
      alarm =
          new Alarm(
              id,
              "Checks of a node of the Radiology Trust Layer do not find their known error: "
                  + now.words());
    }
  }

  private Look now() {
    Set<String> telling =
        checks.strengths().rows().stream()
            .filter(row -> row.strength() == CheckStrength.TELL)
            .map(StrengthRow::check)
            .collect(Collectors.toSet());
    Map<String, String> missed = new TreeMap<>();
    for (KnownError error : errors) {
      if (telling.remove(error.check())) {
        Checked checked = checks.run(segmenter.segment(error.audit()));
        String why = missed(checked, error.check());
        if (why != null) {
          missed.put(error.check(), why);
        }
      }
    }
    return new Look(clock.instant(), missed, telling.stream().sorted().toList());
  }

  /** Why a check found nothing; empty if it found something, {@code null} if it is off. */
  private static @Nullable String missed(Checked checked, String check) {
    if (checked.results().stream().map(CheckResult::check).anyMatch(check::equals)) {
      return "";
    }
    for (UnfinishedCheck unfinished : checked.unfinished()) {
      if (unfinished.check().equals(check)) {
        return unfinished.reason().words();
      }
    }
    if (checked.missing().stream().anyMatch(missing -> missing.check().equals(check))) {
      return "its report lacks what the check needs";
    }
    return checked.finished().contains(check) ? "it flagged nothing" : null;
  }

  /** 1 by the name of a check that did not find its known error, 0 by one that did. */
  Map<String, Integer> values() {
    Map<String, Integer> values = new TreeMap<>();
    last.missed.forEach((check, why) -> values.put(check, why.isEmpty() ? 0 : 1));
    return values;
  }

  SelfCheckResult health() {
    Look look = last;
    Instant since = look.at == null ? began : look.at;
    if (clock.since(since).compareTo(LATE) > 0) {
      return SelfCheckResult.broken(
          NAME, "the checks were not tried for two hours: see whether the route known-errors runs");
    }
    if (!look.problems().isEmpty()) {
      return SelfCheckResult.broken(
          NAME,
          "checks do not find their known error: "
              + look.words()
              + " (docs/operate.md, RtlKnownErrorMissed)");
    }
    return new SelfCheckResult(
        NAME,
        SelfCheckResult.State.OK,
        "",
        Map.of("found", "" + look.missed.size(), "withoutOne", String.join(", ", look.without)));
  }
}
