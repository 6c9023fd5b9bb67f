package org.radiologytrust.operate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.notifications.Notifications;
import org.radiologytrust.journal.search.MessageSearch.Found;
import org.radiologytrust.journal.search.Stories;

/** The events of a story, each in one line. */
final class Timeline {
  private final SiteTimes times;
  private final Channels channels;

  Timeline(SiteTimes times, Channels channels) {
    this.times = times;
    this.channels = channels;
  }

  private record Event(@Nullable Instant at, String what, String detail) {}

  /** All events in the order of time; those without a known time are the last. */
  List<Map<String, Object>> json(Stories.Story story) {
    List<Event> events = new ArrayList<>();
    story.messages().forEach(message -> events.add(event(message)));
    for (Stories.ReportStory report : story.reports()) {
      report.versions().forEach(version -> events.add(event(version)));
      report.patientEvents().forEach(event -> events.add(event(event)));
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
                          d.kind()
                              + " about "
                              + d.problem()
                              + " by "
                              + d.user()
                              + (d.evidenceChanged() ? "; evidence changed since" : ""))));
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
        channels.answer(received).map(a -> "; answered " + a.code() + texts(a.texts())).orElse("");
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
            + (v.superseded() ? ", replaced by a newer version" : "")
            + (v.addendum() ? "; added an addendum" : "")
            + (v.message().isEmpty() ? "" : "; by message " + v.message())
            + "; correlation "
            + v.correlation());
  }

  private static Event event(Stories.PatientEvent e) {
    return new Event(e.at(), "patient " + e.kind(), "by message " + e.message());
  }

  private List<Event> events(Stories.Run run) {
    List<Event> events = new ArrayList<>();
    String name = "run " + run.id();
    String studies =
        run.studies().isEmpty()
            ? run.textOnly() ? "the text alone" : "without images"
            : "studies " + String.join(", ", run.studies());
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
                          + audit.shown().size()
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
    String kind = Notifications.SINKS.contains(d.sink()) ? "notification " : "decision ";
    String of = d.id().equals(d.run()) ? "run " + d.run() : kind + d.id();
    String next =
        switch (d.state()) {
          case "pending" -> "; next try " + times.shown(d.due());
          case "held" -> "; sent " + times.shown(d.due()) + " at the latest";
          default -> "";
        };
    return new Event(
        null,
        "delivery to " + d.sink(),
        "of " + of + ": " + d.state() + "; attempts: " + d.attempts() + because(d.reason()) + next);
  }
}
