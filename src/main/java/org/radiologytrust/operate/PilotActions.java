package org.radiologytrust.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.radiologytrust.acceptance.AcceptanceDesk;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;

/**
 * Begins an acceptance, and takes reports for it. What it finds is for the quality lead, and is not
 * answered here.
 */
final class PilotActions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AcceptanceDesk desk;
  private final boolean shadow;
  private final MessageActions messages;

  /**
   * @param shadow whether nothing of a report that comes now is published
   */
  PilotActions(AcceptanceDesk desk, boolean shadow, MessageActions messages) {
    this.desk = desk;
    this.shadow = shadow;
    this.messages = messages;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.post("pilot/accept", (request, none) -> begin(request)),
        ApiEndpoint.post("pilot/reports", (request, none) -> receive(request)));
  }

  /** Reports of a folder are old, and others would take their audits for those of new ones. */
  private ApiReply receive(ApiRequest request) {
    if (!shadow) {
      throw OperationRefused.conflict(
          "reports of a folder are taken in shadow mode alone (rtl.pilot=shadow): else their audits"
              + " would be published");
    }
    return messages.receive(request);
  }

  private ApiReply begin(ApiRequest request) {
    try {
      Acceptance begun = desk.begin(last(request), request.userName());
      return ApiReply.json(
          Map.of(
              "number",
              begun.number(),
              "reports",
              begun.reports(),
              "needed",
              desk.needed(begun.reports())));
    } catch (AcceptanceDesk.Refused e) {
      throw OperationRefused.conflict(e.getMessage());
    }
  }

  private static int last(ApiRequest request) {
    try {
      JsonNode asked = JSON.readTree(request.body());
      if (asked.size() == 1 && asked.path("last").canConvertToInt()) {
        return asked.path("last").asInt();
      }
    } catch (IOException e) {
      // its message quotes the body
    }
    throw OperationRefused.invalid("the body must be JSON with last: how many reports");
  }
}
