package org.radiologytrust.stop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.stop.Breaches.Look;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.settings.Settings;

/** Judges the checks at intervals; health warns while one that left its band waits for a person. */
public final class StopFeature implements Feature {
  private static final String NAME = "stop-rule";

  /** So many intervals without a look are too long. */
  private static final int MISSED = 3;

  private final Duration every;
  private final Function<Journal, StopDesk> desks;
  private @Nullable Watched watched;

  private record Watched(StopDesk desk, SteadyClock clock, Instant began) {}

  /**
   * @throws Settings.Wrong when a value is invalid
   */
  public StopFeature(Settings settings, Function<Journal, StopDesk> desks) {
    this.every = settings.interval("rtl.stop.every");
    this.desks = desks;
  }

  @Override
  public Map<String, String> placeholders() {
    return Map.of("rtl.stop.period", "" + every.toMillis());
  }

  @Override
  public List<SelfCheck> checks() {
    return List.of(SelfCheck.health(NAME, this::health));
  }

  /** It is shown without a log-in: it names checks, and no number. */
  private SelfCheckResult health() {
    Watched now = watched;
    if (now == null) {
      return SelfCheckResult.ok(NAME, "");
    }
    try {
      List<String> waiting = now.desk.waiting();
      if (!waiting.isEmpty()) {
        return warning(
            "checks left their band, and nobody has answered: "
                + String.join(", ", waiting)
                + ". Look at the page /quality (docs/pilot.md, The stop rule)");
      }
      Optional<Look> last = now.desk.last();
      Instant since = last.map(Look::at).filter(now.began::isBefore).orElse(now.began);
      return now.clock.instant().isAfter(since.plus(every.multipliedBy(MISSED)))
          ? warning("the checks were not judged since " + since + ": see the route stop-rule")
          : SelfCheckResult.ok(NAME, "");
    } catch (JournalException e) {
      return warning(e.getMessage());
    }
  }

  private static SelfCheckResult warning(String message) {
    return new SelfCheckResult(NAME, State.WARNING, message);
  }

  @Override
  public void bind(Host host) {
    StopDesk desk = desks.apply(host.journal());
    watched = new Watched(desk, host.journal().clock(), host.journal().clock().instant());
    host.bind("stopRule", desk);
    host.meters().getPrometheusRegistry().register(new StopMetrics(desk));
  }
}
