package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.radiologytrust.peers.HttpPeer;

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
    JsonNode body = JSON.readTree(raw);
    OllamaCall asked = new OllamaCall(0, openAi, raw, body, 0);
    if (asked.step().equals("exam")) {
      exam(exchange, asked);
      return;
    }
    OllamaCall call = state.calls.begin(openAi, raw, body);
    boolean gone = false;
    try {
      OllamaFault fault = state.script.fault(call).orElse(OllamaFault.NONE);
      OllamaChat chat =
          new OllamaChat(
              exchange, call, writer(call), fault, () -> state.calls.finish(call, false));
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

  private OllamaWriter writer(OllamaCall call) {
    return call.openAi() ? new OllamaSse(state.kind) : new OllamaNdjson();
  }

  private int context(OllamaCall call) {
    return state.kind.ollama() ? call.option("num_ctx").asInt(state.context) : state.context;
  }

  private void exam(HttpPeer.Exchange exchange, OllamaCall call) throws IOException {
    state.exams.add(call);
    OllamaChat chat = new OllamaChat(exchange, call, writer(call), OllamaFault.NONE, () -> {});
    OllamaRefusal refusal = state.closed(exchange);
    int context = context(call);
    if (refusal == null) {
      refusal = OllamaRefusal.of(call, state.model(call.model()), state.kind, context);
    }
    if (refusal != null) {
      chat.send(refusal);
      return;
    }
    call.seen(state.mix.seen(call));
    chat.send(
        OllamaReply.of(
            call,
            OllamaSight.answer(call, state.blind),
            OllamaFault.NONE,
            state.kind,
            false,
            context,
            (asked, position, label) -> OllamaSight.odds(label)));
  }

  private void serve(OllamaChat chat, OllamaCall call, OllamaFault fault) throws IOException {
    OllamaKind kind = state.kind;
    OllamaModel model = state.model(call.model());
    int context = context(call);
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
    call.seen(state.mix.seen(call));
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
