package org.radiologytrust.sentinel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.sentinels.Sentinels;
import org.radiologytrust.journal.sentinels.Sentinels.Door;
import org.radiologytrust.journal.sentinels.Sentinels.Sentinel;
import org.radiologytrust.journal.sentinels.Sentinels.State;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says at which doors of this node the newest report did not come through. Each node watches its
 * own.
 */
public final class SentinelWatch {
  private static final Logger LOG = LoggerFactory.getLogger(SentinelWatch.class);

  /** More than are under way at all doors at the same time. */
  private static final int NEWEST = 200;

  private static final int BATCH = 50;

  private final Sentinels sentinels;
  private final SentinelSettings settings;
  private final String node;
  private final SteadyClock clock;
  private final Instant began;
  private final Map<Door, String> logged = new EnumMap<>(Door.class);
  private @Nullable Alarm alarm;

  SentinelWatch(Sentinels sentinels, SentinelSettings settings, String node, SteadyClock clock) {
    this.sentinels = sentinels;
    this.settings = settings;
    this.node = node;
    this.clock = clock;
    this.began = clock.instant();
  }

  /**
   * What is known of a door.
   *
   * @param problem why there is an alarm; empty if there is none
   * @param took from the sending of the newest report that came through until its flag
   */
  record DoorState(Door door, Optional<String> problem, Optional<Duration> took) {}

  /** The doors that are tested, in their order. */
  List<DoorState> doors() {
    List<Sentinel> newest = sentinels.newest(node, NEWEST);
    List<DoorState> states = new ArrayList<>();
    for (Door door : Door.values()) {
      if (settings.doors().contains(door)) {
        List<Sentinel> its = newest.stream().filter(s -> s.door() == door).toList();
        states.add(new DoorState(door, problem(its), took(its)));
      }
    }
    return states;
  }

  private static Optional<Duration> took(List<Sentinel> newest) {
    return newest.stream()
        .filter(s -> s.state() == State.SEEN)
        .findFirst()
        .map(s -> Duration.between(s.sent(), s.ended()));
  }

  private Optional<String> problem(List<Sentinel> newest) {
    Instant now = clock.instant();
    Instant last = newest.isEmpty() ? began : newest.get(0).sent();
    if (last.isBefore(began)) {
      last = began;
    }
    if (now.isAfter(last.plus(settings.every()).plus(settings.within()))) {
      return Optional.of("no report was sent for " + words(Duration.between(last, now)));
    }
    for (Sentinel one : newest) {
      if (one.state().ended()) {
        return ended(one);
      }
      if (now.isAfter(one.sent().plus(settings.within()))) {
        return Optional.of(late(one.state()));
      }
    }
    return Optional.empty();
  }

  private Optional<String> ended(Sentinel one) {
    if (one.state() != State.SEEN) {
      return Optional.of(one.check() + ": " + one.reason());
    }
    return one.ended().isAfter(one.sent().plus(settings.within()))
        ? Optional.of("the flag came after " + words(Duration.between(one.sent(), one.ended())))
        : Optional.empty();
  }

  private String late(State state) {
    return (state == State.SENT ? "the report did not arrive" : "the report has no flag")
        + " within "
        + words(settings.within());
  }

  private static String words(Duration time) {
    return time.toMinutes() < 2 ? time.toSeconds() + " s" : time.toMinutes() + " minutes";
  }

  /** Why readiness fails; empty while all came through. */
  Optional<String> problem() {
    try {
      String problems = problems(doors());
      return problems.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "reports that this node sent to itself did not come through: "
                  + problems
                  + " (docs/operate.md, Sentinels)");
    } catch (JournalException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static String problems(List<DoorState> states) {
    return states.stream()
        .flatMap(d -> d.problem().stream().map(p -> d.door().code() + ": " + p))
        .collect(Collectors.joining("; "));
  }

  /** An alarm of which nobody was told yet. */
  private record Alarm(UUID id, String text) {}

  /**
   * Logs each alarm once, and its end; removes what is old. Called by route sentinel-watch. The
   * body becomes a text of which people are to be told, or nothing.
   */
  public synchronized void look(Exchange exchange) {
    List<DoorState> states = doors();
    for (DoorState state : states) {
      String problem = state.problem().orElse("");
      String before = logged.getOrDefault(state.door(), "");
      if (problem.isEmpty() && !before.isEmpty()) {
        LOG.info("sentinel at the door {}: comes through again", state.door().code());
      } else if (!kind(problem).equals(kind(before))) {
        LOG.error("sentinel at the door {}: {}", state.door().code(), problem);
        alarm = alarm(states);
      }
      logged.put(state.door(), problem);
    }
    if (states.stream().allMatch(state -> state.problem().isEmpty())) {
      alarm = null;
    }
    exchange.getMessage().setBody(alarm == null ? null : alarm.text);
    exchange.getMessage().setHeader("RtlAlarm", alarm == null ? null : alarm.id.toString());
    while (sentinels.remove(clock.ago(settings.keep()), BATCH) == BATCH) {
      LOG.debug("old sentinels are removed");
    }
  }

  /** All that is wrong now. One of which nobody was told yet keeps its id. */
  private Alarm alarm(List<DoorState> states) {
    return new Alarm(
        alarm == null ? UUID.randomUUID() : alarm.id,
        "Reports that a node of the Radiology Trust Layer sends to itself do not come through: "
            + problems(states));
  }

  /** People were told of the alarm. */
  public synchronized void told() {
    alarm = null;
  }

  /** A problem without its times, which grow. */
  private static String kind(String problem) {
    return problem.replaceAll("\\d+", "");
  }
}
