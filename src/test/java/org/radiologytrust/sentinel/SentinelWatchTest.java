package org.radiologytrust.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.impl.engine.SimpleCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.sentinels.Sentinels;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;

class SentinelWatchTest {
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration WITHIN = Duration.ofMinutes(5);

  private final SettableClock clock = new SettableClock();
  private final Kept kept = new Kept();
  private final SentinelWatch watch =
      new SentinelWatch(
          kept,
          new SentinelSettings(
              EVERY,
              WITHIN,
              Duration.ofDays(7),
              Set.of(Sentinels.Door.MLLP, Sentinels.Door.CHECK),
              Map.of(),
              Map.of()),
          "node",
          new SteadyClock(clock, clock::nanos));

  /** What a journal would have, newest first. */
  private static final class Kept implements Sentinels {
    private final List<Sentinel> all = new ArrayList<>();
    private int removed;

    @Override
    public void send(Seed seed) {
      throw new AssertionError();
    }

    @Override
    public void failed(UUID id, State state, String reason) {
      throw new AssertionError();
    }

    @Override
    public boolean isOpenDraft(String id) {
      throw new AssertionError();
    }

    @Override
    public void checked(UUID id, boolean flagged) {
      throw new AssertionError();
    }

    @Override
    public List<Sentinel> newest(String node, int limit) {
      return node.equals("node") ? List.copyOf(all) : List.of();
    }

    @Override
    public int remove(Instant before, int limit) {
      removed++;
      return 0;
    }
  }

  private void add(Sentinels.Door door, Sentinels.State state, @Nullable Duration took) {
    Instant now = clock.instant();
    kept.all.add(
        0,
        new Sentinels.Sentinel(
            UUID.randomUUID(),
            door,
            "denied",
            state,
            now,
            took == null ? null : now.plus(took),
            state == Sentinels.State.UNREACHABLE ? "nobody answers at the door" : ""));
  }

  private void bothSeen() {
    add(Sentinels.Door.MLLP, Sentinels.State.SEEN, Duration.ofSeconds(2));
    add(Sentinels.Door.CHECK, Sentinels.State.SEEN, Duration.ofMillis(90));
  }

  @Test
  void nothingIsWrongWhileAllComeThrough() {
    assertEquals(Optional.empty(), watch.problem(), "before the first");
    bothSeen();
    assertEquals(Optional.empty(), watch.problem());
    assertEquals(Optional.of(Duration.ofSeconds(2)), watch.doors().get(0).took());
    clock.advance(EVERY);
    add(Sentinels.Door.MLLP, Sentinels.State.RECEIVED, null);
    add(Sentinels.Door.CHECK, Sentinels.State.SENT, null);
    assertEquals(Optional.empty(), watch.problem(), "they have time");
  }

  @Test
  void whatDoesNotArriveInTimeIsAnAlarmOfItsDoor() {
    bothSeen();
    clock.advance(Duration.ofMinutes(1));
    add(Sentinels.Door.MLLP, Sentinels.State.RECEIVED, null);
    clock.advance(WITHIN.plusSeconds(1));
    assertTrue(
        watch.problem().orElseThrow().contains("mllp: the report has no flag within 5 minutes"),
        watch.problem()::toString);
    assertEquals(Optional.empty(), watch.doors().get(1).problem(), "the other door is fine");
    kept.all.clear();
    add(Sentinels.Door.MLLP, Sentinels.State.SEEN, WITHIN.plusSeconds(10));
    assertTrue(watch.problem().orElseThrow().contains("the flag came after 5 minutes"));
    kept.all.clear();
    bothSeen();
    assertEquals(Optional.empty(), watch.problem(), "over when the next one comes through");
  }

  @Test
  void aDoorThatNobodyAnswersIsAnAlarmUntilOneComesThrough() {
    bothSeen();
    add(Sentinels.Door.CHECK, Sentinels.State.UNREACHABLE, Duration.ofSeconds(5));
    assertTrue(watch.problem().orElseThrow().contains("check: denied: nobody answers at the door"));
    clock.advance(EVERY);
    add(Sentinels.Door.CHECK, Sentinels.State.SENT, null);
    assertTrue(watch.problem().isPresent(), "the next one is only on its way");
    kept.all.remove(0);
    add(Sentinels.Door.CHECK, Sentinels.State.SEEN, Duration.ofSeconds(1));
    assertEquals(Optional.empty(), watch.doors().get(1).problem());
  }

  @Test
  void aRouteThatSendsNothingIsAnAlarm() {
    bothSeen();
    clock.advance(EVERY.plus(WITHIN).plusSeconds(1));
    String problem = watch.problem().orElseThrow();
    assertTrue(problem.contains("mllp: no report was sent for 65 minutes"), problem);
    assertTrue(problem.contains("check: no report was sent"), problem);
  }

  private Message look() {
    Exchange exchange = new DefaultExchange(new SimpleCamelContext());
    watch.look(exchange);
    return exchange.getMessage();
  }

  @Test
  void lookingRemovesWhatIsOld() {
    look();
    assertEquals(1, kept.removed);
  }

  @Test
  void peopleAreToldOnceOfEachAlarmAndAgainIfThatFailed() {
    bothSeen();
    assertNull(look().getBody());
    add(Sentinels.Door.CHECK, Sentinels.State.UNREACHABLE, Duration.ofSeconds(5));
    Message first = look();
    assertTrue(first.getBody(String.class).contains("check: denied: nobody answers at the door"));
    add(Sentinels.Door.MLLP, Sentinels.State.UNREACHABLE, Duration.ofSeconds(5));
    Message second = look();
    assertEquals(first.getHeader("RtlAlarm"), second.getHeader("RtlAlarm"), "told() never came");
    assertTrue(second.getBody(String.class).contains("mllp: denied"), "both doors are named");
    assertTrue(second.getBody(String.class).contains("check: denied"));
    watch.told();
    assertNull(look().getBody());
    bothSeen();
    assertNull(look().getBody());
    add(Sentinels.Door.CHECK, Sentinels.State.UNREACHABLE, Duration.ofSeconds(5));
    assertNotEquals(first.getHeader("RtlAlarm"), look().getHeader("RtlAlarm"));
    add(Sentinels.Door.CHECK, Sentinels.State.SEEN, Duration.ofSeconds(1));
    assertNull(look().getBody(), "it is over before anybody was told");
  }
}
