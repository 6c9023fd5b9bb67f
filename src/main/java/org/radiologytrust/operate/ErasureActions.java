package org.radiologytrust.operate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.erasure.ErasureRefusedException;
import org.radiologytrust.journal.erasure.Erasures.Copy;
import org.radiologytrust.journal.erasure.Erasures.Erasure;
import org.radiologytrust.journal.erasure.Erasures.Plan;
import org.radiologytrust.journal.erasure.Subject;

/**
 * Requests, confirms and lists erasures. What is to be erased stands in the body, because addresses
 * are logged on the way.
 */
final class ErasureActions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> FIELDS = Set.of("report", "patient", "site", "reason");
  private static final int LONGEST_REASON = 500;

  private final Erasing erasing;
  private final SiteTimes times;
  private final Trail trail;

  ErasureActions(Erasing erasing, SiteTimes times, Trail trail) {
    this.erasing = erasing;
    this.times = times;
    this.trail = trail;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get("erasures", (request, given) -> list(given), "limit"),
        ApiEndpoint.post("erasures/plan", (request, none) -> plan(request)),
        ApiEndpoint.post("erasures", (request, none) -> request(request)),
        ApiEndpoint.post("erasures/*/confirm", (request, none) -> confirm(request)),
        ApiEndpoint.post("erasures/*/withdraw", (request, none) -> withdraw(request)));
  }

  private ApiReply list(Parameters given) {
    return ApiReply.json(
        Map.of(
            "erasures", erasing.erasures().list(given.limit()).stream().map(this::shown).toList()));
  }

  private ApiReply plan(ApiRequest request) {
    Map<String, String> asked = asked(request);
    Plan plan = possible(() -> erasing.erasures().plan(subject(asked), erasing.drafts()));
    trail.erasure(request.userName(), plan);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("reports", plan.reports());
    json.put("rows", plan.rows());
    json.put("copies", copies(plan.copies()));
    json.put("auditedAgain", plan.resting());
    json.put("messages", plan.messages());
    json.put("unsure", plan.unsure());
    return ApiReply.json(json);
  }

  private ApiReply request(ApiRequest request) {
    Map<String, String> asked = asked(request);
    String reason = asked.getOrDefault("reason", "").strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw OperationRefused.invalid(
          "reason: say why, in words that name nobody, with at most "
              + LONGEST_REASON
              + " characters");
    }
    UUID id =
        possible(
            () ->
                erasing
                    .erasures()
                    .request(subject(asked), reason, request.userName(), erasing.drafts()));
    return shown(id);
  }

  private ApiReply confirm(ApiRequest request) {
    UUID id = id(request);
    possible(() -> erasing.erasures().confirm(id, request.userName(), erasing.drafts()));
    return shown(id);
  }

  private ApiReply withdraw(ApiRequest request) {
    UUID id = id(request);
    possible(
        () -> {
          erasing.erasures().withdraw(id);
          return id;
        });
    return shown(id);
  }

  private static <T> T possible(Supplier<T> asked) {
    try {
      return asked.get();
    } catch (ErasureRefusedException e) {
      throw OperationRefused.conflict(e.getMessage());
    }
  }

  private static UUID id(ApiRequest request) {
    try {
      return UUID.fromString(request.part(1));
    } catch (IllegalArgumentException e) {
      throw OperationRefused.unknown("there is no erasure with this id");
    }
  }

  private Subject subject(Map<String, String> asked) {
    String report = asked.getOrDefault("report", "").strip();
    String patient = asked.getOrDefault("patient", "").strip();
    if (report.isEmpty() == patient.isEmpty()) {
      throw OperationRefused.invalid("give report or patient");
    }
    if (!report.isEmpty()) {
      return erasing.erasures().report(report);
    }
    int bar = patient.lastIndexOf('|');
    String system = bar < 0 ? "" : patient.substring(0, bar);
    String site = asked.getOrDefault("site", "").strip();
    if (bar < 0 || bar == patient.length() - 1 || system.isEmpty() == site.isEmpty()) {
      throw OperationRefused.invalid(
          "patient: write SYSTEM|ID; or |ID and the site, for an id without an assigning authority");
    }
    return Subject.patient(site, system, patient.substring(bar + 1));
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
    throw OperationRefused.invalid("the body must be JSON with report or patient, site and reason");
  }

  private ApiReply shown(UUID id) {
    return ApiReply.json(shown(erasing.erasures().find(id).orElseThrow()));
  }

  private Map<String, Object> shown(Erasure erasure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", erasure.id());
    json.put("kind", erasure.kind());
    json.put("state", erasure.state().code());
    json.put("requested", times.shown(erasure.requested()));
    json.put("requestedBy", erasure.requestedBy());
    json.put("confirmedBy", erasure.confirmedBy());
    json.put("ended", shown(erasure.ended()));
    json.put("reason", erasure.reason());
    json.put("fhirOpen", erasure.fhirOpen());
    json.put("rows", erasure.rows());
    json.put("copies", copies(erasure.copies()));
    return json;
  }

  private String shown(@Nullable Instant time) {
    return time == null ? "" : times.shown(time);
  }

  private List<Map<String, Object>> copies(List<Copy> copies) {
    return copies.stream().map(this::copy).toList();
  }

  private Map<String, Object> copy(Copy copy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sink", copy.sink());
    json.put("id", copy.id());
    json.put("run", copy.run());
    json.put("state", copy.state());
    json.put("audited", times.shown(copy.audited()));
    return json;
  }
}
