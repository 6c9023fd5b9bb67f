package org.radiologytrust.operate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.strengths.StrengthTables.Loaded;
import org.radiologytrust.model.NeverHere;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.model.Texts;
import org.radiologytrust.strengths.StrengthDesk;

/** Shows the table of strengths in force, and lets a person load another one. */
final class StrengthActions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StrengthDesk desk;
  private final SiteTimes times;

  StrengthActions(StrengthDesk desk, SiteTimes times) {
    this.desk = desk;
    this.times = times;
  }

  /**
   * @param content of a file {@code check/strengths.yaml}
   * @param seen hash of the table that the person saw; empty for the one of this moment
   */
  private record Wanted(@Nullable String content, @Nullable String seen) {}

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get("strengths", (request, none) -> list()),
        ApiEndpoint.post("strengths", (request, none) -> load(request)));
  }

  private ApiReply list() {
    Loaded loaded = desk.loaded();
    Map<String, Object> json = shown(loaded);
    json.put("content", loaded.content());
    json.put("strengths", desk.rows().stream().map(StrengthActions::shown).toList());
    json.put("exceptions", desk.exceptions().stream().map(this::shown).toList());
    return ApiReply.json(json);
  }

  private Map<String, Object> shown(Loaded loaded) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sha256", loaded.sha256());
    json.put("by", loaded.user().isEmpty() ? "the first start" : loaded.user());
    json.put("at", times.shown(loaded.at()));
    return json;
  }

  private static Map<String, Object> shown(StrengthRow row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", row.check());
    json.put("site", row.site());
    json.put("modality", row.modality());
    json.put("strength", row.strength().word());
    json.put("why", row.why());
    return json;
  }

  private Map<String, Object> shown(NeverHere exception) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("check", exception.check());
    json.put("words", exception.text());
    json.put("modality", Texts.orEmpty(exception.modality()));
    json.put("until", exception.until());
    json.put("holds", !exception.lastDay().isBefore(times.today()));
    json.put("by", exception.persons());
    json.put("why", exception.why());
    return json;
  }

  private ApiReply load(ApiRequest request) {
    Wanted wanted = wanted(request);
    try {
      return ApiReply.json(shown(desk.load(wanted.content, wanted.seen, request.userName())));
    } catch (StrengthDesk.Refused e) {
      throw OperationRefused.conflict(e.getMessage());
    }
  }

  private static Wanted wanted(ApiRequest request) {
    try {
      Wanted wanted = JSON.readValue(request.body(), Wanted.class);
      if (wanted.content != null) {
        return new Wanted(wanted.content, wanted.seen == null ? "" : wanted.seen);
      }
    } catch (IOException e) {
      // its message quotes the body
    }
    throw OperationRefused.invalid(
        "the body must be JSON with content, the text of a table, and seen, the hash of the table"
            + " that you saw");
  }
}
