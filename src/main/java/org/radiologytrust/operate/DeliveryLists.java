package org.radiologytrust.operate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.search.DeliverySearch;

/** Lists deliveries, newest first, and sends those again that were given up. */
final class DeliveryLists {
  private final DeliverySearch deliveries;
  private final Resends resends;
  private final StoryJson json;
  private final Outbox outbox;
  private final Trail trail;

  DeliveryLists(
      DeliverySearch deliveries, Resends resends, StoryJson json, Outbox outbox, Trail trail) {
    this.outbox = outbox;
    this.trail = trail;
    this.deliveries = deliveries;
    this.resends = resends;
    this.json = json;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get("deliveries", (r, given) -> list(given), "sink", "state", "limit", "after"),
        ApiEndpoint.get("deliveries/*/*/answer", (request, none) -> answer(request)),
        ApiEndpoint.post("deliveries/*/*/resend", (request, none) -> resend(request)),
        ApiEndpoint.post("deliveries/resend", (r, given) -> resendAll(given), "sink"));
  }

  private ApiReply list(Parameters given) {
    int limit = given.limit();
    Optional<String[]> after = given.text("after").map(DeliveryLists::place);
    // one more, to know whether there is a next page
    List<DeliverySearch.Listed> found =
        deliveries.find(
            new DeliverySearch.Query(
                given.text("sink").orElse(null),
                given.oneOf("state", Outbox.STATES).orElse(null),
                after.map(place -> Long.valueOf(place[0])).orElse(null),
                after.map(place -> place[1]).orElse(""),
                limit + 1));
    List<DeliverySearch.Listed> page = found.subList(0, Math.min(limit, found.size()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("deliveries", page.stream().map(d -> json.delivery(d.delivery())).toList());
    if (found.size() > limit) {
      DeliverySearch.Listed last = page.get(limit - 1);
      answer.put("next", last.ordinal() + "-" + last.delivery().sink());
    }
    return ApiReply.json(answer);
  }

  private static String[] place(String after) {
    if (!after.matches("\\d{1,18}-.+")) {
      throw OperationRefused.invalid("after: give the value of next");
    }
    return after.split("-", 2);
  }

  /** The words of the peer, which may name a patient. */
  private ApiReply answer(ApiRequest request) {
    UUID id = Resends.id(request.part(1));
    trail.answer(request.userName(), id);
    return ApiReply.json(
        Map.of(
            "answer",
            outbox
                .answer(id, request.part(2))
                .orElseThrow(
                    () ->
                        OperationRefused.unknown(
                            "no such delivery, or it is sent, or its sink did not refuse it"))));
  }

  private ApiReply resend(ApiRequest request) {
    resends.resend(request.part(1), request.part(2));
    return ApiReply.json(Map.of("queued", 1));
  }

  private ApiReply resendAll(Parameters given) {
    return ApiReply.json(Map.of("queued", resends.resendAll(given.required("sink"))));
  }
}
