package org.radiologytrust.publish;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.radiologytrust.journal.Outbox;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Samples;

/** An outbox of one sink in memory. */
final class FakeOutbox implements Outbox {
  enum State {
    PENDING,
    SENT,
    DEAD
  }

  private static final class Row {
    Delivery delivery;
    State state = State.PENDING;
    Instant due = Instant.MIN;
    String reason = "";
    final List<Duration> delays = new ArrayList<>();
    Instant since;
    Instant linkDue;
    int linkTries;
  }

  private final Map<UUID, Row> rows = new LinkedHashMap<>();
  private final Clock clock;
  private final String sink;

  FakeOutbox(Clock clock) {
    this(clock, FhirSink.NAME);
  }

  FakeOutbox(Clock clock, String sink) {
    this.clock = clock;
    this.sink = sink;
  }

  synchronized UUID add(String bundle) {
    return add(bundle, Samples.report("ACC1", "Text."));
  }

  synchronized UUID add(String bundle, Report report) {
    Row row = new Row();
    UUID id = UUID.randomUUID();
    row.delivery = new Delivery(id, sink, "HOSP", "ACC1", report, bundle, "", 0, 0);
    rows.put(id, row);
    return id;
  }

  synchronized State state(UUID id) {
    return rows.get(id).state;
  }

  synchronized String reason(UUID id) {
    return rows.get(id).reason;
  }

  synchronized String payload(UUID id) {
    return rows.get(id).delivery.payload();
  }

  synchronized List<Duration> delays(UUID id) {
    return List.copyOf(rows.get(id).delays);
  }

  @Override
  public synchronized List<Delivery> due(String sink, int limit) {
    return rows.values().stream()
        .filter(row -> row.state == State.PENDING && !row.due.isAfter(clock.instant()))
        .filter(row -> row.delivery.sink().equals(sink))
        .limit(limit)
        .map(row -> row.delivery)
        .toList();
  }

  @Override
  public synchronized void prepared(UUID runId, String sink, String payload) {
    change(runId, payload, 0, 0);
  }

  @Override
  public synchronized void sent(UUID runId, String sink) {
    rows.get(runId).state = State.SENT;
  }

  @Override
  public synchronized void retry(UUID runId, String sink, Duration delay, String reason) {
    change(runId, payload(runId), 1, 0);
    later(runId, delay, reason);
  }

  @Override
  public synchronized void rebuild(UUID runId, String sink, Duration delay, String reason) {
    change(runId, "", 1, 1);
    later(runId, delay, reason);
  }

  private void later(UUID runId, Duration delay, String reason) {
    Row row = rows.get(runId);
    row.due = clock.instant().plus(delay);
    row.delays.add(delay);
    row.reason = reason;
  }

  @Override
  public synchronized void dead(UUID runId, String sink, String reason) {
    rows.get(runId).state = State.DEAD;
    rows.get(runId).reason = reason;
  }

  @Override
  public synchronized void sentUnlinked(UUID runId, String sink, Duration delay) {
    sent(runId, sink);
    rows.get(runId).since = clock.instant();
    rows.get(runId).linkDue = clock.instant().plus(delay);
  }

  @Override
  public synchronized List<Unlinked> unlinked(String sink, int limit) {
    return rows.values().stream()
        .filter(row -> row.linkDue != null && !row.linkDue.isAfter(clock.instant()))
        .limit(limit)
        .map(row -> new Unlinked(row.delivery, row.since, row.linkTries))
        .toList();
  }

  @Override
  public synchronized void linkLater(UUID runId, String sink, Duration delay) {
    rows.get(runId).linkTries++;
    rows.get(runId).linkDue = clock.instant().plus(delay);
  }

  @Override
  public synchronized void linkEnded(UUID runId, String sink) {
    rows.get(runId).linkDue = null;
  }

  /** When the patient is looked for next; {@code null} when it is not. */
  synchronized Instant linkDue(UUID runId) {
    return rows.get(runId).linkDue;
  }

  private void change(UUID runId, String payload, int tries, int rebuilds) {
    Delivery old = rows.get(runId).delivery;
    rows.get(runId).delivery =
        new Delivery(
            runId,
            old.sink(),
            old.site(),
            old.reportId(),
            old.report(),
            old.bundle(),
            payload,
            old.attempts() + tries,
            old.rebuilds() + rebuilds);
  }
}
