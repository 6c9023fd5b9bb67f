package org.radiologytrust.operate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.MessageSearch.Found;
import org.radiologytrust.journal.SentAnswer;
import org.radiologytrust.journal.Stories;

/**
 * Messages, deliveries and stories as the API shows them: ids, states, times and reasons. No name,
 * no identifier of a patient, no words of a report or of a person.
 */
final class StoryJson {
  private final SiteTimes times;
  private final Map<String, Channel> channels;

  StoryJson(SiteTimes times, Map<String, Channel> channels) {
    this.times = times;
    this.channels = channels;
  }

  Map<String, Object> message(Found found) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", found.id());
    json.put("received", times.shown(found.received()));
    json.put("channel", found.channel());
    json.put("site", found.site());
    found
        .ids()
        .ifPresent(
            ids -> {
              json.put("sendingApplication", ids.sendingApplication());
              json.put("sendingFacility", ids.sendingFacility());
              json.put("controlId", ids.controlId());
            });
    json.put("from", found.place());
    json.put("outcome", found.outcome().code());
    json.put("reportStates", found.states());
    json.put("reason", found.reason());
    json.put("size", found.size());
    json.put("bytesRemoved", found.pruned());
    json.put("repeats", found.repeats());
    return json;
  }

  Map<String, Object> delivery(Stories.Delivered delivery) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", delivery.id());
    json.put("run", delivery.run());
    json.put("sink", delivery.sink());
    json.put("state", delivery.state());
    json.put("attempts", delivery.attempts());
    json.put("reason", delivery.reason());
    if (delivery.state().equals("pending")) {
      json.put("nextTry", times.shown(delivery.due()));
    }
    return json;
  }

  Map<String, Object> story(Stories.Story story) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("messages", story.messages().stream().map(this::received).toList());
    json.put("reports", story.reports().stream().map(this::report).toList());
    json.put("timeline", timeline(story));
    return json;
  }

  private Map<String, Object> received(Stories.Received received) {
    Map<String, Object> json = message(received.message());
    answer(received)
        .ifPresent(
            answer -> json.put("answer", Map.of("code", answer.code(), "texts", answer.texts())));
    return json;
  }

  private Optional<SentAnswer> answer(Stories.Received received) {
    Channel channel = channels.get(received.message().channel());
    if (channel == null || received.reply().length == 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(channel.answers().apply(received.reply()));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private Map<String, Object> report(Stories.ReportStory report) {
    Map<String, Object> json = new LinkedHashMap<>();
    report.id().ifPresent(id -> json.put("id", id));
    json.put("site", report.site());
    json.put("accessions", report.accessions());
    json.put("versions", report.versions().stream().map(this::version).toList());
    json.put("runs", report.runs().stream().map(this::run).toList());
    json.put("deliveries", report.deliveries().stream().map(this::delivery).toList());
    json.put("decisions", report.decisions().stream().map(this::decision).toList());
    return json;
  }

  private Map<String, Object> version(Stories.Version version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", version.number());
    json.put("received", times.shown(version.received()));
    json.put("status", version.status());
    json.put("state", version.state());
    json.put("reason", version.reason());
    json.put("superseded", version.superseded());
    json.put("correlationId", version.correlation());
    return json;
  }

  private Map<String, Object> run(Stories.Run run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", run.id());
    json.put("version", run.version());
    json.put("state", run.state());
    json.put("queued", times.shown(run.queued()));
    if (run.state().equals("ready")) {
      json.put("nextTry", times.shown(run.due()));
    }
    json.put("failedAttempts", run.attempts());
    json.put("lostByProcess", run.lost());
    json.put("refusal", run.refusal());
    json.put("studies", run.studies());
    json.put("storedSteps", run.steps());
    run.audit()
        .ifPresent(
            audit -> {
              json.put("started", times.shown(audit.started()));
              json.put("ended", times.shown(audit.ended()));
              json.put("outcome", audit.outcome());
              json.put("failure", audit.failure());
              json.put("models", audit.models());
              json.put("imagesShown", audit.images());
            });
    return json;
  }

  private Map<String, Object> decision(Stories.Decided decision) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", decision.id());
    json.put("run", decision.run());
    json.put("time", times.shown(decision.at()));
    json.put("user", decision.user());
    json.put("kind", decision.kind());
    json.put("problem", decision.problem());
    return json;
  }

  private record Event(@Nullable Instant at, String what, String detail) {}

  /** All events in the order of time; those without a known time are the last. */
  private List<Map<String, Object>> timeline(Stories.Story story) {
    List<Event> events = new ArrayList<>();
    story.messages().forEach(message -> events.add(event(message)));
    for (Stories.ReportStory report : story.reports()) {
      report.versions().forEach(version -> events.add(event(version)));
      report.runs().forEach(run -> events.addAll(events(run)));
      report.deliveries().forEach(delivery -> events.add(event(delivery)));
      report
          .decisions()
          .forEach(
              d ->
                  events.add(
                      new Event(
                          d.at(),
                          "decision",
                          d.kind() + " about " + d.problem() + " by " + d.user())));
    }
    return events.stream()
        .sorted(
            Comparator.comparing(
                Event::at, Comparator.nullsLast(Comparator.<Instant>naturalOrder())))
        .map(this::json)
        .toList();
  }

  private Map<String, Object> json(Event event) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (event.at != null) {
      json.put("time", times.shown(event.at));
    }
    json.put("event", event.what);
    json.put("detail", event.detail);
    return json;
  }

  private Event event(Stories.Received received) {
    Found m = received.message();
    String ids = m.ids().map(id -> " (" + id + ")").orElse("");
    String from = m.place().isEmpty() ? "" : " from " + m.place();
    String answered =
        answer(received).map(a -> "; answered " + a.code() + texts(a.texts())).orElse("");
    String repeats = m.repeats() == 0 ? "" : "; came " + m.repeats() + " times again";
    return new Event(
        m.received(),
        "message " + m.id(),
        m.channel()
            + from
            + ids
            + ": "
            + m.outcome().code()
            + because(m.reason())
            + answered
            + repeats);
  }

  private static String texts(List<String> texts) {
    return texts.isEmpty() ? "" : " (" + String.join("; ", texts) + ")";
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ", " + reason;
  }

  private static Event event(Stories.Version v) {
    return new Event(
        v.received(),
        "version " + v.number(),
        v.status()
            + ": "
            + v.state()
            + because(v.reason())
            + (v.superseded() ? ", replaced by a newer version" : ""));
  }

  private List<Event> events(Stories.Run run) {
    List<Event> events = new ArrayList<>();
    String name = "run " + run.id();
    String studies =
        run.studies().isEmpty() ? "without images" : "studies " + String.join(", ", run.studies());
    events.add(
        new Event(
            run.queued(),
            name,
            "of version " + run.version() + " queued, " + studies + because(run.refusal())));
    run.audit()
        .ifPresentOrElse(
            audit -> {
              String models =
                  audit.models().isEmpty() ? "" : "; " + String.join(", ", audit.models());
              events.add(new Event(audit.started(), name, "started"));
              events.add(
                  new Event(
                      audit.ended(),
                      name,
                      audit.outcome()
                          + because(audit.failure())
                          + "; images shown: "
                          + audit.images()
                          + models));
            },
            () -> events.add(unfinished(run, name)));
    return events;
  }

  private Event unfinished(Stories.Run run, String name) {
    String next = run.state().equals("ready") ? "; next try " + times.shown(run.due()) : "";
    return new Event(
        null,
        name,
        "%s; failed attempts: %d; lost with the process: %d; stored steps: %s%s"
            .formatted(
                run.state(),
                run.attempts(),
                run.lost(),
                run.steps().isEmpty() ? "none" : String.join(", ", run.steps()),
                next));
  }

  private Event event(Stories.Delivered d) {
    String of = d.id().equals(d.run()) ? "run " + d.run() : "decision " + d.id();
    String next = d.state().equals("pending") ? "; next try " + times.shown(d.due()) : "";
    return new Event(
        null,
        "delivery to " + d.sink(),
        "of " + of + ": " + d.state() + "; attempts: " + d.attempts() + because(d.reason()) + next);
  }
}
