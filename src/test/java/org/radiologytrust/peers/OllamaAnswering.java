package org.radiologytrust.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** One chat call from its arrival to its end. */
final class OllamaAnswering {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> UNLOAD = Set.of("0", "0s", "0m");

  private final OllamaState state;
  private final OllamaServer.Answer answer;

  OllamaAnswering(OllamaState state, OllamaServer.Answer answer) {
    this.state = state;
    this.answer = answer;
  }

  void chat(HttpPeer.Exchange exchange, boolean openAi) throws IOException {
    String raw = new String(exchange.body, StandardCharsets.UTF_8);
    OllamaCall call = state.calls.begin(openAi, raw, JSON.readTree(raw));
    boolean gone = false;
    try {
      OllamaFault fault = state.script.fault(call).orElse(OllamaFault.NONE);
      OllamaWriter writer = openAi ? new OllamaSse(state.kind) : new OllamaNdjson();
      OllamaChat chat =
          new OllamaChat(exchange, call, writer, fault, () -> state.calls.finish(call, false));
      if (fault.is(OllamaFault.Kind.STALL_BEFORE) || fault.is(OllamaFault.Kind.LOAD)) {
        exchange.pause(fault.time());
      }
      OllamaRefusal closed = state.closed(exchange);
      if (closed != null) {
        chat.send(closed);
      } else if (fault.is(OllamaFault.Kind.HTTP)) {
        chat.send(OllamaRefusal.of(fault.number(), fault.text()));
      } else {
        serve(chat, call, fault);
      }
    } catch (HttpPeer.ClientGone e) {
      gone = true;
      throw e;
    } finally {
      state.calls.finish(call, gone);
    }
  }

  private void serve(OllamaChat chat, OllamaCall call, OllamaFault fault) throws IOException {
    OllamaKind kind = state.kind;
    OllamaModel model = state.model(call.model());
    int context = kind.ollama() ? call.option("num_ctx").asInt(state.context) : state.context;
    OllamaRefusal refusal = OllamaRefusal.of(call, model, kind, context);
    if (refusal != null) {
      chat.send(refusal);
      return;
    }
    boolean unload = UNLOAD.contains(call.body().path("keep_alive").asText());
    boolean fresh =
        kind.ollama() && !(unload && call.isWarmUp()) && state.runners.load(model, call, context);
    if (fresh) {
      state.memory.forget();
    }
    if (unload) {
      state.runners.unload(model);
    }
    if (call.isWarmUp()) {
      chat.send(200, new OllamaNdjson().loaded(call, unload ? "unload" : "load"));
      return;
    }
    call.stale(state.imageTrap && state.memory.stale(call));
    String content;
    try {
      content = fault.is(OllamaFault.Kind.CONTENT) ? fault.text() : answer.content(call);
    } catch (RuntimeException | AssertionError e) {
      chat.send(OllamaRefusal.of(500, "the test's answer failed: " + e));
      return;
    }
    chat.send(OllamaReply.of(call, content, fault, kind, fresh, context, state.odds));
  }
}
