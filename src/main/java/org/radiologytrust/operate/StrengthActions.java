package org.radiologytrust.operate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.radiologytrust.journal.strengths.StrengthChanges.Change;
import org.radiologytrust.model.Strength;
import org.radiologytrust.strengths.StrengthDesk;

/** Lists the strengths of the checks, and lets a person change them. */
final class StrengthActions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FIELDS =
      Set.of("check", "modality", "strength", "reason", "seen");

  private final StrengthDesk desk;
  private final SiteTimes times;

  StrengthActions(StrengthDesk desk, SiteTimes times) {
    this.desk = desk;
    this.times = times;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get("strengths", (request, none) -> list()),
        ApiEndpoint.get("strengths/changes", (request, none) -> changes()),
        ApiEndpoint.get(
            "strengths/export", (request, none) -> ApiReply.json(Map.of("yaml", desk.yaml()))),
        ApiEndpoint.post("strengths/accept", (request, none) -> accept(request)),
        ApiEndpoint.post("strengths/back", (request, none) -> back(request)));
  }

  private ApiReply list() {
    return ApiReply.json(Map.of("strengths", desk.rows().stream().map(this::shown).toList()));
  }

  private Map<String, Object> shown(StrengthDesk.Shown shown) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", shown.row().check());
    json.put("modality", shown.row().modality());
    json.put("strength", shown.row().strength().word());
    json.put("seen", shown.number());
    json.put("by", shown.change().map(Change::user).orElse("the file"));
    json.put("since", shown.change().map(change -> times.shown(change.at())).orElse(""));
    json.put("why", shown.row().why());
    return json;
  }

  private ApiReply changes() {
    return ApiReply.json(Map.of("changes", desk.history().stream().map(this::shown).toList()));
  }

  private Map<String, Object> shown(Change change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", change.place().check());
    json.put("modality", change.place().modality());
    json.put("number", change.number());
    json.put("strength", change.strength().map(Strength::word).orElse("as the file"));
    json.put("by", change.user());
    json.put("at", times.shown(change.at()));
    json.put("why", change.why());
    json.put("basis", change.basis());
    return json;
  }

  private ApiReply accept(ApiRequest request) {
    Map<String, String> asked = asked(request);
    String check = asked.getOrDefault("check", "");
    String modality = asked.getOrDefault("modality", "");
    Strength strength =
        Strength.of(asked.getOrDefault("strength", ""))
            .orElseThrow(() -> OperationRefused.invalid("strength: give tell, ask or quiet"));
    return changed(
        () ->
            desk.accept(
                check,
                modality,
                strength,
                asked.getOrDefault("reason", ""),
                request.userName(),
                seen(asked)));
  }

  /** The number that the person saw; without one, the change that holds at this moment. */
  private int seen(Map<String, String> asked) {
    String seen = asked.getOrDefault("seen", "");
    if (seen.isEmpty()) {
      return desk.seen(asked.getOrDefault("check", ""), asked.getOrDefault("modality", ""));
    }
    if (!seen.matches("\\d{1,6}")) {
      throw OperationRefused.invalid("seen: give the number that the list showed");
    }
    return Integer.parseInt(seen);
  }

  private ApiReply back(ApiRequest request) {
    Map<String, String> asked = asked(request);
    String check = asked.getOrDefault("check", "");
    String modality = asked.getOrDefault("modality", "");
    return changed(
        () ->
            desk.takeBack(
                check,
                modality,
                asked.getOrDefault("reason", ""),
                request.userName(),
                seen(asked)));
  }

  private ApiReply changed(Supplier<Change> change) {
    try {
      return ApiReply.json(shown(change.get()));
    } catch (StrengthDesk.Refused e) {
      throw OperationRefused.conflict(e.getMessage());
    }
  }

  private static Map<String, String> asked(ApiRequest request) {
    try {
      Map<String, String> asked =
          JSON.readValue(request.body(), new TypeReference<Map<String, String>>() {});
      if (FIELDS.containsAll(asked.keySet()) && !asked.containsValue(null)) {
        return asked;
      }
    } catch (IOException e) {
      // its message quotes the body
    }
    throw OperationRefused.invalid(
        "the body must be JSON with check, modality, strength, reason and seen, all texts");
  }
}
