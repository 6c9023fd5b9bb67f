package org.radiologytrust.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model server that speaks Ollama's wire on a free loopback port and answers what the test says.
 *
 * <pre>{@code
 * try (OllamaServer ollama =
 *     new OllamaServer(call -> call.step().equals("claims") ? "{\"claims\":[]}" : "{}")) {
 *   ollama.model("medgemma:4b", "completion", "vision");
 *   ollama.script().onceAt("claims", OllamaFault.busy());
 *   ... ollama.url() ... ollama.calls() ...
 * }
 * }</pre>
 */
public final class OllamaServer implements AutoCloseable {
  /** Makes the content of an answer. */
  @FunctionalInterface
  public interface Answer {
    String content(OllamaCall call);
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_TYPE = "application/json; charset=utf-8";

  private final HttpPeer http;
  private final OllamaChat chat;
  private final Map<String, OllamaModel> models = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> loaded = new ConcurrentHashMap<>();
  private final List<OllamaCall> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger arrivals = new AtomicInteger();
  private final AtomicInteger finishes = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger loads = new AtomicInteger();
  private final OllamaScript script = new OllamaScript();

  public OllamaServer(Answer answer) {
    this.chat = new OllamaChat(answer, this::load);
    try {
      this.http = new HttpPeer(this::handle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Base URL, without a slash at its end. */
  public URI url() {
    return http.url();
  }

  /**
   * Adds a model.
   *
   * @param name without a tag it becomes {@code name:latest}, as with Ollama
   * @param capabilities {@code completion}, and {@code vision} for one that sees
   */
  public OllamaServer model(String name, String... capabilities) {
    OllamaModel model = new OllamaModel(OllamaModel.full(name), List.of(capabilities), "");
    models.put(model.name(), model);
    return this;
  }

  /** Gives a model other weights under its name: from here on it has another digest. */
  public OllamaServer weights(String name, String weights) {
    models.computeIfPresent(
        OllamaModel.full(name),
        (full, model) -> new OllamaModel(full, model.capabilities(), weights));
    return this;
  }

  public OllamaServer removeModel(String name) {
    models.remove(OllamaModel.full(name));
    return this;
  }

  /** The digest that {@code /api/tags} and {@code /api/ps} show. */
  public String digest(String name) {
    String full = OllamaModel.full(name);
    return models.getOrDefault(full, new OllamaModel(full, List.of(), "")).digest();
  }

  public OllamaScript script() {
    return script;
  }

  /** All chat calls, in order of arrival. */
  public List<OllamaCall> calls() {
    return calls.stream().sorted(Comparator.comparingInt(OllamaCall::number)).toList();
  }

  /** Chat calls of a step; see {@link OllamaCall#step}. */
  public List<OllamaCall> calls(String step) {
    return calls().stream().filter(call -> call.step().equals(step)).toList();
  }

  /** The most chat calls that were in flight at once. */
  public int mostInFlight() {
    return calls.stream().mapToInt(OllamaCall::inFlight).max().orElse(0);
  }

  /**
   * How many finished calls came strictly one after another: the longest chain in which each began
   * after the one before had ended.
   */
  public int depth() {
    long end = Long.MIN_VALUE;
    int depth = 0;
    List<OllamaCall> byEnd =
        calls.stream()
            .filter(call -> call.finishOrder() > 0)
            .sorted(Comparator.comparingLong(OllamaCall::left))
            .toList();
    for (OllamaCall call : byEnd) {
      if (depth == 0 || call.arrived() - end > 0) {
        depth++;
        end = call.left();
      }
    }
    return depth;
  }

  /** How often a model was loaded: first use, or another num_ctx than the call before. */
  public int loads() {
    return loads.get();
  }

  /** Closes the listener and every connection. */
  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean load(OllamaModel model, int context) {
    Integer before = loaded.put(model.name(), context);
    boolean fresh = before == null || before != context;
    if (fresh) {
      loads.incrementAndGet();
    }
    return fresh;
  }

  private void handle(HttpPeer.Exchange exchange) throws IOException {
    switch (exchange.method + " " + exchange.path) {
      case "GET /", "HEAD /" ->
          exchange.send(200, "text/plain", "Ollama is running".getBytes(StandardCharsets.US_ASCII));
      case "GET /api/version" ->
          reply(exchange, 200, JSON.createObjectNode().put("version", "0.33.0"));
      case "GET /api/tags" -> reply(exchange, 200, list(false));
      case "GET /api/ps" -> reply(exchange, 200, list(true));
      case "POST /api/show" -> show(exchange);
      case "POST /api/chat" -> chat(exchange);
      default ->
          exchange.send(
              404, "text/plain", "404 page not found".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private ObjectNode list(boolean running) {
    ObjectNode root = JSON.createObjectNode();
    var array = root.putArray("models");
    for (OllamaModel model : models.values()) {
      if (!running) {
        array.add(model.tag(JSON));
      } else if (loaded.containsKey(model.name())) {
        array.add(model.running(JSON, loaded.get(model.name())));
      }
    }
    return root;
  }

  private void show(HttpPeer.Exchange exchange) throws IOException {
    String name = JSON.readTree(exchange.body).path("model").asText();
    OllamaModel model = models.get(OllamaModel.full(name));
    if (model == null) {
      reply(exchange, 404, OllamaChat.error("model '" + name + "' not found"));
    } else {
      reply(exchange, 200, model.show(JSON));
    }
  }

  private void chat(HttpPeer.Exchange exchange) throws IOException {
    String raw = new String(exchange.body, StandardCharsets.UTF_8);
    int now = inFlight.incrementAndGet();
    OllamaCall call = new OllamaCall(arrivals.incrementAndGet(), raw, JSON.readTree(raw), now);
    calls.add(call);
    boolean gone = false;
    try {
      OllamaModel model = models.get(OllamaModel.full(call.model()));
      OllamaFault fault = script.fault(call).orElse(null);
      chat.run(exchange, call, model, fault, () -> finish(call, false));
    } catch (HttpPeer.ClientGone e) {
      gone = true;
      throw e;
    } finally {
      finish(call, gone);
    }
  }

  private void finish(OllamaCall call, boolean gone) {
    if (call.finishOrder() == 0) {
      inFlight.decrementAndGet();
      call.finish(finishes.incrementAndGet(), gone);
    }
  }

  private static void reply(HttpPeer.Exchange exchange, int status, JsonNode body)
      throws IOException {
    exchange.send(status, JSON_TYPE, JSON.writeValueAsBytes(body));
  }
}
