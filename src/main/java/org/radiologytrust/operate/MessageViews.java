package org.radiologytrust.operate;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.radiologytrust.ingest.ExplanationView;
import org.radiologytrust.journal.inbox.Messages.StoredMessage;

/** Shows the bytes of a message, or how a message is understood now. */
final class MessageViews {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StoredBytes messages;
  private final Channels channels;
  private final Trail trail;

  MessageViews(StoredBytes messages, Channels channels, Trail trail) {
    this.messages = messages;
    this.channels = channels;
    this.trail = trail;
  }

  List<ApiEndpoint> endpoints() {
    return List.of(
        ApiEndpoint.get("messages/*/bytes", (request, none) -> bytes(request)),
        ApiEndpoint.get("messages/*/explain", (request, none) -> explainStored(request)),
        ApiEndpoint.post("explain", (request, none) -> explainBody(request)));
  }

  private ApiReply bytes(ApiRequest request) {
    StoredMessage message = messages.whole(request.part(1));
    trail.bytes(request.userName(), message.id());
    return ApiReply.bytes(message.raw());
  }

  private ApiReply explainStored(ApiRequest request) {
    StoredMessage message = messages.whole(request.part(1));
    trail.story(request.userName(), List.of(message.id()));
    return explained(channels.of(message), message.raw());
  }

  private ApiReply explainBody(ApiRequest request) {
    return explained(channels.reading(request.contentType()), request.body());
  }

  /** Without values of the message. */
  private static ApiReply explained(Channel channel, byte[] message) {
    return ApiReply.json(
        channel.explainer().apply(message).stream()
            .map(explanation -> new ExplanationView(explanation, false).json(JSON))
            .toList());
  }
}
