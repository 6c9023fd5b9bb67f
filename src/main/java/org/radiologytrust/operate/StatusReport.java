package org.radiologytrust.operate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.search.Counters.Counts;
import org.radiologytrust.journal.search.Overview;
import org.radiologytrust.journal.work.Node;
import org.radiologytrust.llm.server.ServerState;
import org.radiologytrust.settings.ImageUse;

/** Everything at a glance: readiness, counts, queue, deliveries, quarantine, peers. */
final class StatusReport {
  private static final int NEWEST = 5;

  private final Journal journal;
  private final CamelContext camel;
  private final Node node;
  private final Supplier<List<ServerState>> models;
  private final SiteTimes times;
  private final ImageUse images;

  StatusReport(
      Journal journal,
      CamelContext camel,
      Node node,
      Supplier<List<ServerState>> models,
      SiteTimes times,
      ImageUse images) {
    this.journal = journal;
    this.camel = camel;
    this.node = node;
    this.models = models;
    this.times = times;
    this.images = images;
  }

  Map<String, Object> json() {
    Instant now = journal.clock().instant();
    Counts counts = journal.counters().counts();
    List<Map<String, Object>> problems = problems();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ready", problems.isEmpty());
    List<Overview.Refused> refused = journal.lookup().overview().refused();
    refused.forEach(r -> problems.add(Map.of("check", "sinks", "message", r.told())));
    json.put("problems", problems);
    json.put("node", node.name());
    json.put("time", times.shown(now));
    json.put("received", counts.received());
    json.put("messages", counts.messages());
    json.put("reports", counts.reports());
    json.put("open", open(counts, now));
    json.put("worklist", counts.worklist());
    json.put("countsAddUp", counts.conserved());
    json.put("queueAgeSeconds", queueAge(now));
    json.put("deliveries", counts.deliveries());
    json.put("refused", refused.stream().map(this::refused).toList());
    json.put("quarantine", quarantine());
    json.put("images", images.code());
    json.put("models", models.get().stream().map(StatusReport::model).toList());
    json.put("feeds", journal.lookup().overview().feeds().stream().map(this::feed).toList());
    Map<String, String> nodes = new LinkedHashMap<>();
    journal.leases().held().forEach(lease -> nodes.put(lease.name(), lease.node()));
    json.put("routeNodes", nodes);
    return json;
  }

  private Map<String, Object> refused(Overview.Refused refused) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sink", refused.sink());
    json.put("error", refused.error());
    json.put("since", times.shown(refused.since()));
    json.put("deliveries", refused.deliveries());
    json.put("behind", refused.behind());
    return json;
  }

  private List<Map<String, Object>> problems() {
    List<Map<String, Object>> problems = new ArrayList<>();
    Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(camel, "full");
    for (HealthCheck.Result result : results) {
      if (result.getState() == HealthCheck.State.DOWN) {
        problems.add(
            Map.of("check", result.getCheck().getId(), "message", result.getMessage().orElse("")));
      }
    }
    return problems;
  }

  private List<Map<String, Object>> open(Counts counts, Instant now) {
    Map<String, Instant> oldest = new LinkedHashMap<>();
    for (Overview.Open open : journal.lookup().overview().open()) {
      oldest.put(open.state(), open.oldest());
    }
    List<Map<String, Object>> all = new ArrayList<>();
    counts
        .open()
        .forEach(
            (state, reports) -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("state", state);
              json.put("reports", reports);
              Instant first = oldest.get(state);
              if (first != null) {
                json.put("oldest", times.shown(first));
                json.put("ageSeconds", Math.max(0, Duration.between(first, now).toSeconds()));
              }
              all.add(json);
            });
    return all;
  }

  private long queueAge(Instant now) {
    return journal
        .jobs()
        .oldestWaiting()
        .map(queued -> Math.max(0, Duration.between(queued, now).toSeconds()))
        .orElse(0L);
  }

  private List<Map<String, Object>> quarantine() {
    return journal.messages().quarantined(0, NEWEST).stream()
        .map(
            held -> {
              Map<String, Object> json = new LinkedHashMap<>();
              json.put("id", held.id());
              json.put("received", times.shown(held.received()));
              json.put("site", held.site());
              json.put("reason", held.reason());
              return json;
            })
        .toList();
  }

  private static Map<String, Object> model(ServerState state) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("server", state.server());
    json.put("breaker", state.breaker().name().toLowerCase(Locale.ROOT));
    json.put("answered", state.answered());
    json.put("callsInFlight", state.load().inFlight());
    json.put("slots", state.load().slots());
    return json;
  }

  private Map<String, Object> feed(Overview.Feed feed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("channel", feed.channel());
    json.put("site", feed.site());
    json.put("last", times.shown(feed.last()));
    return json;
  }
}
