package org.radiologytrust.operate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.SentAnswer;

/** Decides about messages in quarantine, and stores messages as if they came from a feed. */
final class MessageActions {
  private final Quarantine quarantine;
  private final Inbox inbox;
  private final Channels channels;

  MessageActions(Quarantine quarantine, Inbox inbox, Channels channels) {
    this.quarantine = quarantine;
    this.inbox = inbox;
    this.channels = channels;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.post("quarantine/*/release", this::release, "dry-run"),
        ApiEndpoint.post(
            "quarantine/*/discard", (r, none) -> decided(quarantine.discard(r.part(1)))),
        ApiEndpoint.post("messages", (request, none) -> receive(request)));
  }

  private ApiReply release(ApiRequest request, Parameters given) {
    String id = request.part(1);
    return decided(given.flag("dry-run") ? quarantine.wouldRelease(id) : quarantine.release(id));
  }

  private static ApiReply decided(Quarantine.Decided decided) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", decided.id());
    json.put("outcome", decided.outcome());
    json.put("reason", decided.reason());
    return ApiReply.json(json);
  }

  /** Stores a message as if it had come by its channel. */
  ApiReply receive(ApiRequest request) {
    Channel channel = channels.reading(request.contentType());
    Inbox.Receipt receipt =
        inbox.receive(
            channel.reader().apply(request.body()).from("operator " + request.userName()));
    SentAnswer answer = channel.answers().apply(receipt.reply());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("outcome", receipt.outcome().code());
    json.put("reason", receipt.reason());
    json.put("answer", Map.of("code", answer.code(), "texts", answer.texts()));
    return ApiReply.json(json);
  }
}
