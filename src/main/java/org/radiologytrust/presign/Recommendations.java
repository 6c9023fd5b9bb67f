package org.radiologytrust.presign;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.checks.Result;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ProblemWords;

/**
 * {@code ProcessResponse} of the contract. A recommendation is one problem, with all its places. A
 * check that did not finish is one, too: an empty list would say that all is well.
 */
final class Recommendations {
  /** Name of the output; the manifest has the same. */
  static final String OUTPUT = "qualityCheckResult";

  private final ProblemWords words;
  private final Severities severities;

  /**
   * @throws IllegalArgumentException if a file of the site is not valid; the message names it
   */
  Recommendations(SiteFiles files) {
    words = new ProblemWords(files);
    severities = new Severities(files);
  }

  ObjectNode response(Draft draft) {
    ObjectNode response = StrictJson.object();
    response.put("success", true).put("message", message(draft));
    ArrayNode list = response.putObject("payload").putObject(OUTPUT).putArray("recommendations");
    draft.problems().forEach(problem -> list.add(recommendation(draft, problem)));
    if (!draft.result().unfinished().isEmpty()) {
      list.add(unfinished(draft));
    }
    return response;
  }

  private static String message(Draft draft) {
    String notMade = notMade(draft);
    return "Payload processed successfully: "
        + draft.audit().made().finished().size()
        + " checks were made."
        + (notMade.isEmpty() ? "" : " Not made: " + notMade + ".");
  }

  private static String notMade(Draft draft) {
    return draft.result().notMade().stream()
        .map(n -> n.check() + " (no " + n.missing() + ")")
        .collect(Collectors.joining(", "));
  }

  private ObjectNode recommendation(Draft draft, Problem problem) {
    ObjectNode json = StrictJson.object();
    String why =
        problem.checks().stream()
            .filter(result -> result.strength() == Strength.ASK)
            .map(CheckResult::why)
            .findFirst()
            .map(reason -> " Only a question: " + reason)
            .orElse("");
    json.put("qualityCheckType", "Clinical")
        .put("description", problem.why())
        .put("reason", words.of(draft.audit(), problem) + why)
        .put("severityScorePercent", severities.of(problem));
    ArrayNode provenance = json.putArray("provenance");
    Stream.of(problem.places(), problem.compared())
        .flatMap(Collection::stream)
        .distinct()
        .forEach(place -> provenance.add(place(draft, place)));
    ObjectNode more = json.putObject("additionalInfo");
    more.put("check", problem.type());
    more.put("strength", problem.asks() ? "ask" : "tell");
    more.put("evidence", evidence(problem.checks().stream().map(CheckResult::first)));
    more.put("against", evidence(problem.checks().stream().map(CheckResult::second)));
    addUnknown(more, draft);
    return json;
  }

  private static void addUnknown(ObjectNode more, Draft draft) {
    String notMade = notMade(draft);
    if (!notMade.isEmpty()) {
      more.put("notMade", notMade);
    }
    if (!draft.result().unread().isEmpty()) {
      more.put("notRead", String.join(", ", draft.result().unread()));
    }
  }

  private static ObjectNode place(Draft draft, Span place) {
    org.radiologytrust.checks.Span sent = draft.sent().span(place);
    return StrictJson.object()
        .put("text", sent.in(draft.sent().sent()))
        .put("startPosition", sent.start())
        .put("endPosition", sent.end());
  }

  private static String evidence(Stream<Evidence> all) {
    return all.map(e -> e.source() + ": " + e.value().replaceAll("\\s+", " "))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private static ObjectNode unfinished(Draft draft) {
    List<Result.Unfinished> unfinished = draft.result().unfinished();
    boolean nothing = draft.audit().made().finished().isEmpty() && draft.problems().isEmpty();
    ObjectNode json = StrictJson.object();
    json.put("qualityCheckType", "Clinical")
        .put(
            "description",
            nothing ? "This report was not checked." : "This report was not checked in full.")
        .put("reason", "These checks did not finish: " + names(unfinished) + ".")
        .put("severityScorePercent", 0);
    json.putArray("provenance");
    ObjectNode more = json.putObject("additionalInfo");
    more.put("unfinished", names(unfinished));
    addUnknown(more, draft);
    return json;
  }

  private static String names(List<Result.Unfinished> unfinished) {
    return unfinished.stream()
        .map(u -> u.check() + " (" + u.reason().name().toLowerCase(Locale.ROOT) + ")")
        .collect(Collectors.joining(", "));
  }
}
