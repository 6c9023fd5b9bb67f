package org.radiologytrust.operate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.rehearsal.DataKind;
import org.radiologytrust.journal.rehearsal.Signature;
import org.radiologytrust.journal.rehearsal.Signature.Counts;
import org.radiologytrust.journal.rehearsal.Signature.Rehearsed;
import org.radiologytrust.rehearse.RehearsalDesk;

/** Takes and lists the signatures of rehearsals. */
final class RehearsalActions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RehearsalDesk desk;
  private final SiteTimes times;

  RehearsalActions(RehearsalDesk desk, SiteTimes times) {
    this.desk = desk;
    this.times = times;
  }

  /** What is to be signed; every field is needed. */
  private record Wanted(
      String kind, String sha256, String version, Counts counts, Map<String, String> files) {}

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get(
            "rehearsals",
            (request, none) ->
                ApiReply.json(Map.of("rehearsals", desk.all().stream().map(this::shown).toList()))),
        ApiEndpoint.post("rehearsals", (request, none) -> sign(request)));
  }

  private ApiReply sign(ApiRequest request) {
    try {
      return ApiReply.json(shown(desk.sign(wanted(request), request.userName())));
    } catch (RehearsalDesk.Refused e) {
      throw OperationRefused.conflict(e.getMessage());
    }
  }

  private static Rehearsed wanted(ApiRequest request) {
    try {
      Wanted wanted = JSON.readValue(request.body(), Wanted.class);
      boolean complete =
          wanted.kind != null
              && wanted.sha256 != null
              && wanted.sha256.matches("[0-9a-f]{64}")
              && wanted.version != null
              && wanted.version.matches("[\\w.+-]{1,50}")
              && wanted.counts != null
              && wanted.files != null
              && !wanted.files.containsValue(null);
      if (complete && DataKind.ofCode(wanted.kind).isPresent()) {
        return new Rehearsed(
            DataKind.ofCode(wanted.kind).get(),
            wanted.sha256,
            wanted.version,
            wanted.counts,
            wanted.files);
      }
    } catch (IOException e) {
      // its message quotes the body
    }
    throw OperationRefused.invalid(
        "the body must be JSON with kind, sha256, version, counts and files, as rtl rehearse sends");
  }

  private Map<String, Object> shown(Signature signature) {
    Rehearsed rehearsed = signature.rehearsed();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", rehearsed.kind().code());
    json.put("by", signature.user());
    json.put("at", times.shown(signature.at()));
    json.put("version", rehearsed.version());
    json.put("reports", rehearsed.counts().reports());
    json.put("gained", rehearsed.counts().gained());
    json.put("lost", rehearsed.counts().lost());
    json.put("changed", rehearsed.counts().changed());
    json.put("sha256", rehearsed.sha256());
    json.put("files", rehearsed.files().keySet());
    return json;
  }
}
