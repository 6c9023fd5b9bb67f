package org.radiologytrust.ingest.ehr;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.Report;

/**
 * The product's route that polls, with the FHIR inbox and a journal, and nothing else. It can be
 * stopped and started again, with the journal as it is.
 */
final class PolledSite implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nothing that a test waits for takes as long, however busy the machine is. */
  static final Duration LONG = Duration.ofSeconds(60);

  private final FakeEhr ehr;
  private final TemporaryJournal journal = new TemporaryJournal();
  private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private Optional<EhrRoute> route = Optional.empty();

  PolledSite(FakeEhr ehr) {
    this.ehr = ehr;
  }

  /** Polls often, with small limits. A test can change both: name, value, name, value. */
  void start(String... more) throws Exception {
    Map<String, String> all = new HashMap<>();
    all.put("rtl.fhir.reports.since", "2000-01-01T00:00:00Z");
    all.put("rtl.fhir.reports.max-reply", "" + (1 << 20));
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    route = Optional.of(new EhrRoute(ehr.base(), journal, all, this::recorded));
  }

  private MessageInbox recorded(MessageInbox real) {
    MessageInbox inbox = journal.watched(MessageInbox.class, real);
    return (body, type, place) -> {
      Receipt receipt = inbox.store(body, type, place);
      messages.add(new String(body, StandardCharsets.UTF_8));
      receipts.add(receipt);
      return receipt;
    };
  }

  TemporaryJournal journal() {
    return journal;
  }

  /** That many passes begin and end from here on. */
  void passes(int number) {
    int before = ehr.searches().size();
    await().atMost(LONG).until(() -> ehr.searches().size() > before + number);
  }

  /** The report ids of all that was stored. */
  Set<String> accessions() {
    return journal.storedReports().stream()
        .map(Report::reportId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Nothing of a patient, and no answer, is in any line or stack trace. */
  static void assertNothingDisclosed(CapturedLog log) {
    for (ILoggingEvent event : log.events()) {
      IThrowableProxy thrown = event.getThrowableProxy();
      String line =
          event.getFormattedMessage() + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
      assertFalse(line.toLowerCase(Locale.ROOT).contains("canary"), line);
    }
  }

  /** What readiness says. */
  Optional<String> problem() {
    return route.orElseThrow().feature.checks().stream()
        .filter(check -> check.isAskedBy(SelfCheck.By.HEALTH))
        .flatMap(check -> check.ask().stream())
        .filter(SelfCheckResult::isBroken)
        .map(SelfCheckResult::message)
        .findFirst();
  }

  String cursor() {
    return journal.journal().feedCursors().cursor("fhir-reports");
  }

  /** The watermark in the cursor; empty if there is none. */
  String watermark() {
    try {
      JsonNode cursor = JSON.readTree(cursor());
      return cursor.path("watermark").asText("");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The reasons of the messages in quarantine. */
  List<String> quarantined() {
    return receipts.stream()
        .filter(receipt -> receipt.outcome() == Outcome.QUARANTINED)
        .map(Receipt::reason)
        .toList();
  }

  /** What the inbox took, in order. */
  List<String> messages() {
    return List.copyOf(messages);
  }

  /** Stops; the journal stays open. */
  void stop() throws IOException {
    if (route.isPresent()) {
      route.get().close();
      route = Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    journal.close();
  }
}
