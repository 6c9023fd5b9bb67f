package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.radiologytrust.peers.HttpPeer;

/** Which request gets what, by the kind of server. */
final class OllamaRoutes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OllamaState state;
  private final OllamaAnswering answering;

  OllamaRoutes(OllamaState state, OllamaAnswering answering) {
    this.state = state;
    this.answering = answering;
  }

  void handle(HttpPeer.Exchange exchange) throws IOException {
    OllamaKind kind = state.kind;
    String what = exchange.method + " " + exchange.path;
    boolean own = what.equals("POST /api/chat") && kind.ollama();
    if (own || what.equals("POST /v1/chat/completions")) {
      answering.chat(exchange, !own);
      return;
    }
    OllamaRefusal refusal = state.closed(exchange);
    if (refusal != null) {
      json(exchange, refusal.status(), new OllamaSse(kind).error(refusal));
    } else if (what.equals("GET /v1/models")) {
      json(exchange, 200, OllamaPages.models(state.models.values(), kind, state.context));
    } else if (kind.ollama()) {
      ollama(exchange, what);
    } else if (kind == OllamaKind.VLLM) {
      vllm(exchange, what);
    } else {
      llamaServer(exchange, what);
    }
  }

  private void ollama(HttpPeer.Exchange exchange, String what) throws IOException {
    switch (what) {
      case "GET /", "HEAD /" -> text(exchange, 200, "Ollama is running");
      case "GET /api/version" -> json(exchange, 200, OllamaPages.version(state.kind));
      case "GET /api/tags" ->
          json(exchange, 200, OllamaPages.tags(state.models.values(), state.kind));
      case "GET /api/ps" ->
          json(exchange, 200, OllamaPages.running(state.models.values(), state.runners));
      case "POST /api/show" -> show(exchange);
      default -> none(exchange);
    }
  }

  private void show(HttpPeer.Exchange exchange) throws IOException {
    String name = JSON.readTree(exchange.body).path("model").asText();
    OllamaModel model = state.model(name);
    if (model == null) {
      String asked = state.kind == OllamaKind.OLLAMA_0_33 ? OllamaModel.full(name) : name;
      OllamaRefusal refusal = OllamaRefusal.of(404, "model '" + asked + "' not found");
      json(exchange, 404, new OllamaNdjson().error(refusal));
    } else {
      json(exchange, 200, model.show(JSON));
    }
  }

  private void vllm(HttpPeer.Exchange exchange, String what) throws IOException {
    switch (what) {
      case "GET /health" -> text(exchange, 200, "");
      case "GET /version" -> json(exchange, 200, OllamaPages.version(state.kind));
      default -> none(exchange);
    }
  }

  private void llamaServer(HttpPeer.Exchange exchange, String what) throws IOException {
    switch (what) {
      case "GET /health" -> json(exchange, 200, OllamaPages.healthy());
      case "GET /props" -> json(exchange, 200, OllamaPages.props(state.model(""), state.context));
      default -> none(exchange);
    }
  }

  private static void none(HttpPeer.Exchange exchange) throws IOException {
    text(exchange, 404, "404 page not found");
  }

  private static void json(HttpPeer.Exchange exchange, int status, JsonNode body)
      throws IOException {
    exchange.send(status, "application/json; charset=utf-8", JSON.writeValueAsBytes(body));
  }

  private static void text(HttpPeer.Exchange exchange, int status, String text) throws IOException {
    exchange.send(status, "text/plain", text.getBytes(StandardCharsets.US_ASCII));
  }
}
