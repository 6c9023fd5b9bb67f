package org.radiologytrust.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.camel.DeliveryPasses;
import org.radiologytrust.journal.Deliveries;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.peers.HttpPeer;
import org.radiologytrust.retry.DeliveryRules;

/** Notifications of a journal to webhooks that fail as real ones do. */
@Tag("safety")
@Tag("integration")
class NotifierTest {
  private static final String SECRET = "0123456789abcdef";
  private static final Duration UNREAD = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final SettableClock clock = new SettableClock();
  @AutoClose private final TemporaryJournal temporary = new TemporaryJournal(clock);
  @AutoClose private final HookPeer first = new HookPeer();
  @AutoClose private final HookPeer second = new HookPeer();
  private final Journal journal = temporary.journal();
  private boolean standingStill;

  NotifierTest() throws Exception {}

  @BeforeEach
  void begin() {
    journal.notifications().begin();
  }

  private Notifier notifier(boolean namesClass, URI... hooks) {
    List<Recipients> list =
        List.of(hooks).stream().map(hook -> new Recipients(Optional.of(hook), List.of())).toList();
    return new Notifier(
        journal.notifications(),
        new NotifySettings(
            list,
            URI.create("https://rtl.example"),
            UNREAD,
            Duration.ofSeconds(1),
            namesClass,
            SECRET,
            Optional.empty(),
            Optional.empty()),
        new Webhook(SECRET, TIMEOUT, Optional.empty(), clock),
        new SendCounts(new SimpleMeterRegistry()));
  }

  private Notifier notifier() {
    return notifier(false, first.url(), second.url());
  }

  /** The consumer of the route notify-webhook. */
  private DeliveryPasses route(Notifier notifier) {
    return new DeliveryPasses(
        Notifications.WEBHOOK,
        journal.outbox(),
        new DeliveryRules(
            Duration.ofSeconds(2), Duration.ofMinutes(15), Duration.ofMinutes(5), 5, 10, () -> 1.0),
        clock,
        exchange -> post(notifier, exchange));
  }

  private void post(Notifier notifier, Exchange exchange) throws Exception {
    Lease lease = exchange.getProperty(Lease.KEY, Lease.class);
    if (standingStill) {
      lease.lose();
    }
    notifier.post(exchange, exchange.getProperty(Delivery.KEY, Delivery.class), lease);
  }

  private Set<String> keys(HookPeer.Call call) throws Exception {
    Set<String> keys = new TreeSet<>();
    new ObjectMapper().readTree(call.body()).fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void theMessageHoldsAnIdALinkAndATimeAlone() throws Exception {
    Notifier notifier = notifier();
    UrgentReports.in(journal, "A1");
    Instant at = clock.instant();
    notifier.tell();
    route(notifier).pass();
    HookPeer.Call call = first.calls().get(0);
    assertTrue(call.isSignedWith(SECRET));
    assertEquals(Set.of("id", "time", "url"), keys(call));
    JsonNode json = new ObjectMapper().readTree(call.body());
    assertEquals("https://rtl.example/n/" + json.path("id").asText(), json.path("url").asText());
    assertEquals(at.toString(), json.path("time").asText());
    assertEquals(0, second.calls().size());
  }

  @Test
  void theClassIsNamedOnlyIfTheSiteSaysSo() throws Exception {
    Notifier notifier = notifier(true, first.url());
    UrgentReports.in(journal, "A1");
    notifier.tell();
    route(notifier).pass();
    JsonNode json = new ObjectMapper().readTree(first.calls().get(0).body());
    assertEquals("critical", json.path("class").asText());
  }

  @Test
  void aWebhookThatFailsInEveryWayGetsItInTheEnd() {
    first.next(exchange -> exchange.send(500, "text/plain", new byte[0]));
    first.next(exchange -> exchange.pause(Duration.ofMinutes(10)));
    first.next(HttpPeer.Exchange::drop);
    Notifier notifier = notifier();
    DeliveryPasses route = route(notifier);
    UrgentReports.in(journal, "A1");
    notifier.tell();
    for (int seconds : List.of(0, 2, 4, 8)) {
      clock.advance(Duration.ofSeconds(seconds));
      route.pass();
    }
    assertEquals(4, first.calls().size());
    assertEquals(
        1, first.calls().stream().map(HookPeer.Call::body).distinct().count(), "the same bytes");
    assertEquals(1L, journal.counters().counts().deliveries().get("notify-webhook").get("sent"));
    route.pass();
    assertEquals(4, first.calls().size());
  }

  @Test
  void oneThatIsAwayHoldsUpNobodyElse() {
    for (int i = 0; i < 5; i++) {
      first.next(exchange -> exchange.send(404, "text/plain", new byte[0]));
    }
    Notifier notifier = notifier();
    DeliveryPasses route = route(notifier);
    UrgentReports.in(journal, "A1");
    notifier.tell();
    route.pass();
    clock.advance(UNREAD);
    notifier.tell();
    route.pass();
    assertEquals(1, second.calls().size(), "the next on the list");
  }

  @Test
  void afterTooManyTriesItIsDeadWhichRaisesAnAlarm() {
    for (int i = 0; i < 5; i++) {
      first.next(exchange -> exchange.send(503, "text/plain", new byte[0]));
    }
    Notifier notifier = notifier();
    DeliveryPasses route = route(notifier);
    UrgentReports.in(journal, "A1");
    notifier.tell();
    for (int i = 0; i < 5; i++) {
      route.pass();
      clock.advance(Duration.ofMinutes(1));
    }
    assertEquals("the webhook answered 503", Deliveries.dead(journal).get(0).reason());
  }

  @Test
  void unreadGoesToTheNextAndReadToNobody() {
    Notifier notifier = notifier();
    DeliveryPasses route = route(notifier);
    Audit read = UrgentReports.in(journal, "A1");
    UrgentReports.in(journal, "A2");
    notifier.tell();
    route.pass();
    assertEquals(2, first.calls().size());
    journal.notifications().read(read.runId());
    clock.advance(UNREAD);
    notifier.tell();
    route.pass();
    assertEquals(1, second.calls().size());
    assertEquals(2, first.calls().size());
  }

  @Test
  void aNodeThatStoodStillSendsNothing() {
    Notifier notifier = notifier();
    DeliveryPasses route = route(notifier);
    UrgentReports.in(journal, "A1");
    notifier.tell();
    standingStill = true;
    route.pass();
    assertEquals(0, first.calls().size());
    standingStill = false;
    clock.advance(Duration.ofMinutes(1));
    route.pass();
    assertEquals(1, first.calls().size());
  }

  @Test
  void aListThatNamesFewerIsNoReasonToTellSomebodyElse() {
    Notifier before = notifier();
    UrgentReports.in(journal, "A1");
    before.tell();
    clock.advance(UNREAD);
    before.tell();
    route(notifier(false, first.url())).pass();
    assertEquals(1, first.calls().size());
    assertEquals(0, second.calls().size());
    assertEquals(
        "rtl.notify.to no longer names whom this was for",
        Deliveries.dead(journal).get(0).reason());
  }

  @Test
  void nothingOfAPatientIsInALogOrAMessage() {
    try (CapturedLog log = CapturedLog.asInProduction()) {
      first.next(exchange -> exchange.send(500, "text/plain", new byte[0]));
      Notifier notifier = notifier();
      DeliveryPasses route = route(notifier);
      UrgentReports.in(journal, "ACCCANARY");
      notifier.tell();
      route.pass();
      clock.advance(UNREAD);
      notifier.tell();
      route.pass();
      clock.advance(UNREAD);
      notifier.tell();
      String all = String.join("\n", log.lines()) + first.calls() + second.calls();
      assertTrue(all.contains("nobody has read it"), all);
      for (String word :
          List.of("Zebrakanari", "pneumothorax", "ACCCANARY", "Doe", "MRN", "critical")) {
        assertFalse(all.contains(word), all);
      }
    }
  }
}
