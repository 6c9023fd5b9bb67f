package org.radiologytrust.operate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.authorship.WordDiff;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.AddendumChange;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Span;

/**
 * Shows words of a report: what changed between two versions, and which sentences addenda change.
 */
final class ReportViews {
  private final Reviews reviews;
  private final SiteTimes times;
  private final Trail trail;

  ReportViews(Reviews reviews, SiteTimes times, Trail trail) {
    this.reviews = reviews;
    this.times = times;
    this.trail = trail;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get("reports/*/changes", this::changes, "from", "to"),
        ApiEndpoint.get("reports/*/addenda", (request, none) -> addenda(request)));
  }

  private ApiReply changes(ApiRequest request, Parameters given) {
    History history = history(request);
    Version to = given.text("to").map(n -> version(history, "to", n)).orElse(history.current());
    Version from =
        given
            .text("from")
            .map(n -> version(history, "from", n))
            .orElseGet(() -> before(history, to));
    trail.report(request.userName(), history.id());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("report", history.id());
    json.put("from", shown(from));
    json.put("to", shown(to));
    json.put(
        "pieces",
        WordDiff.of(from.report().text(), to.report().text()).stream()
            .map(piece -> Map.of("kind", piece.kind().code(), "text", piece.text()))
            .toList());
    return ApiReply.json(json);
  }

  private ApiReply addenda(ApiRequest request) {
    History history = history(request);
    Version current = history.current();
    trail.report(request.userName(), history.id());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("report", history.id());
    json.put("version", shown(current));
    json.put("state", current.state());
    json.put(
        "changes",
        current.audits().stream()
            .limit(1)
            .flatMap(audit -> AddendumChange.of(audit).stream())
            .map(this::json)
            .toList());
    return ApiReply.json(json);
  }

  private History history(ApiRequest request) {
    return id(request.part(1))
        .flatMap(reviews::find)
        .orElseThrow(() -> OperationRefused.unknown("there is no report with this id"));
  }

  private static Optional<UUID> id(String part) {
    try {
      return Optional.of(UUID.fromString(part));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Version version(History history, String parameter, String number) {
    return history.versions().stream()
        .filter(version -> String.valueOf(version.number()).equals(number))
        .findFirst()
        .orElseThrow(
            () ->
                OperationRefused.invalid(
                    parameter
                        + ": give the number of a version, at most "
                        + history.current().number()));
  }

  private static Version before(History history, Version version) {
    return history.versions().stream()
        .filter(other -> other.number() < version.number())
        .findFirst()
        .orElseThrow(() -> OperationRefused.conflict("the report has no version before this one"));
  }

  private Map<String, Object> shown(Version version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", version.number());
    json.put("received", times.shown(version.received()));
    json.put("status", version.report().status().code());
    json.put("textSha256", version.report().textSha256());
    return json;
  }

  private Map<String, Object> json(AddendumChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    Instant time = change.time();
    if (time != null) {
      json.put("addendum", times.shown(time));
    }
    json.put("changed", json(change.changed()));
    json.put("statement", json(change.statement()));
    return json;
  }

  private static Map<String, Object> json(Evidence words) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("text", words.value());
    Span span = words.span();
    if (span != null) {
      json.put("start", span.start());
      json.put("end", span.end());
    }
    return json;
  }
}
