package org.radiologytrust.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.radiologytrust.journal.search.MessageSearch.Found;
import org.radiologytrust.journal.search.Stories;
import org.radiologytrust.model.ShownImage;

/**
 * Messages, deliveries and stories as the API shows them: ids, states, times and reasons. No name,
 * no identifier of a patient, no words of a report or of a person.
 */
final class StoryJson {
  private final SiteTimes times;
  private final Channels channels;
  private final Timeline timeline;

  StoryJson(SiteTimes times, Channels channels) {
    this.times = times;
    this.channels = channels;
    this.timeline = new Timeline(times, channels);
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
    json.put("timeline", timeline.json(story));
    return json;
  }

  private Map<String, Object> received(Stories.Received received) {
    Map<String, Object> json = message(received.message());
    channels
        .answer(received)
        .ifPresent(
            answer -> json.put("answer", Map.of("code", answer.code(), "texts", answer.texts())));
    return json;
  }

  private Map<String, Object> report(Stories.ReportStory report) {
    Map<String, Object> json = new LinkedHashMap<>();
    report.id().ifPresent(id -> json.put("id", id));
    json.put("site", report.site());
    json.put("accessions", report.accessions());
    json.put("versions", report.versions().stream().map(this::version).toList());
    json.put("patientEvents", report.patientEvents().stream().map(this::patientEvent).toList());
    json.put("runs", report.runs().stream().map(this::run).toList());
    json.put("deliveries", report.deliveries().stream().map(this::delivery).toList());
    json.put("decisions", report.decisions().stream().map(this::decision).toList());
    json.put("restsOn", report.restsOn().stream().map(StoryJson::rest).toList());
    json.put("usedBy", report.usedBy().stream().map(StoryJson::rest).toList());
    return json;
  }

  private static Map<String, Object> rest(Stories.Rest rest) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("run", rest.run());
    json.put("version", rest.version());
    json.put("report", rest.report());
    json.put("otherVersion", rest.otherVersion());
    json.put("sha256", rest.sha256());
    json.put("current", rest.current());
    return json;
  }

  private Map<String, Object> version(Stories.Version version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", version.number());
    json.put("received", times.shown(version.received()));
    json.put("message", version.message());
    json.put("addendum", version.addendum());
    json.put("status", version.status());
    json.put("state", version.state());
    json.put("reason", version.reason());
    json.put("superseded", version.superseded());
    json.put("correlationId", version.correlation());
    return json;
  }

  private Map<String, Object> patientEvent(Stories.PatientEvent event) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("time", times.shown(event.at()));
    json.put("kind", event.kind());
    json.put("message", event.message());
    return json;
  }

  private Map<String, Object> run(Stories.Run run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", run.id());
    json.put("version", run.version());
    json.put("textOnly", run.textOnly());
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
              json.put("imagesShown", audit.shown().size());
              json.put("shown", audit.shown().stream().map(StoryJson::image).toList());
            });
    return json;
  }

  private static Map<String, Object> image(ShownImage image) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sopInstanceUid", image.sopInstanceUid());
    json.put("sha256", image.sha256());
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
    json.put("evidenceChanged", decision.evidenceChanged());
    return json;
  }
}
