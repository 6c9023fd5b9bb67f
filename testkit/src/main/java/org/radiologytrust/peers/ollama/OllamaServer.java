package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.radiologytrust.peers.HttpPeer;

/**
 * A model server on a free loopback port that answers what the test says, and fails as it says, on
 * Ollama's protocol and on the OpenAI-compatible one. It imitates no version of a server: what
 * servers do of themselves is tested on {@link RealOllama} and a real llama-server.
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

  /** How likely the model held which token where its answer begins a label. */
  @FunctionalInterface
  public interface WantedProbabilities {
    /**
     * @param position of the label in the answer, from 0
     * @param label as the answer has it; of the tokens that begin it the likeliest is sent
     * @return probabilities by token: whole labels or beginnings of them
     */
    Map<String, Double> at(OllamaCall call, int position, String label);
  }

  /**
   * A model as it is listed.
   *
   * @param weights tells models of one name apart
   */
  private record Model(List<String> capabilities, String weights) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Model> models = new ConcurrentSkipListMap<>();
  private final OllamaScript script = new OllamaScript();
  private final OllamaCalls calls = new OllamaCalls();
  private final List<OllamaCall> exams = new CopyOnWriteArrayList<>();
  private final Answer answer;
  private final HttpPeer http;
  private volatile WantedProbabilities odds = (call, position, label) -> Map.of(label, 0.9);
  private volatile Function<OllamaCall, List<String>> cache = OllamaCall::images;
  private volatile boolean blind;

  public OllamaServer(Answer answer) {
    this.answer = answer;
    try {
      this.http = new HttpPeer(this::handle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A server that has the two models of {@code rtl.model.base} and {@code rtl.model.lora}. */
  public static OllamaServer ofPair(Answer answer) {
    return new OllamaServer(answer)
        .model("medgemma:4b", "completion", "vision")
        .model("rtl-medgemma", "completion", "vision");
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
    models.put(full(name), new Model(List.of(capabilities), ""));
    return this;
  }

  /** Gives a model other weights under its name: from here on it has another digest. */
  public OllamaServer weights(String name, String weights) {
    models.computeIfPresent(full(name), (full, model) -> new Model(model.capabilities(), weights));
    return this;
  }

  public OllamaServer removeModel(String name) {
    models.remove(full(name));
    return this;
  }

  /** What the probabilities of labels are; by default 0.9 for the one in the answer. */
  public OllamaServer odds(WantedProbabilities given) {
    odds = given;
    return this;
  }

  /**
   * From here on the model looks at these images instead of the call's own: {@link
   * OllamaCall#seen}.
   */
  public OllamaServer cache(Function<OllamaCall, List<String>> images) {
    cache = images;
    return this;
  }

  /** From here on the model says yes to whatever the product asks to find out if it sees. */
  public OllamaServer blind() {
    blind = true;
    return this;
  }

  /** From here on no call is kept: for loads whose calls would fill the memory. */
  public OllamaServer forgetful() {
    calls.forget();
    return this;
  }

  public OllamaScript script() {
    return script;
  }

  /** The digest under which a model is listed. */
  public String digest(String name) {
    Model model = models.get(full(name));
    String weights = model == null ? "" : model.weights();
    return "%08x".formatted((full(name) + weights).hashCode()).repeat(8);
  }

  /** All chat calls of both protocols, warm-ups included, in order of arrival. */
  public List<OllamaCall> calls() {
    return calls.all();
  }

  /** Chat calls of a step; see {@link OllamaCall#step}. */
  public List<OllamaCall> calls(String step) {
    return calls().stream().filter(call -> call.step().equals(step)).toList();
  }

  /**
   * Questions that the product asks before it trusts the server with images: what a model that sees
   * would say. They are no calls that a script or a test's answer knows.
   */
  public List<OllamaCall> exams() {
    return List.copyOf(exams);
  }

  /** The most chat calls that were in flight at once. */
  public int mostInFlight() {
    return calls.mostInFlight();
  }

  /**
   * How many finished calls came strictly one after another: the longest chain in which each began
   * after the one before had ended.
   */
  public int depth() {
    return calls.depth();
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

  private static String full(String name) {
    return name.contains(":") ? name : name + ":latest";
  }

  private void handle(HttpPeer.Exchange exchange) throws IOException {
    switch (exchange.method + " " + exchange.path) {
      case "POST /api/chat" -> chat(exchange, false);
      case "POST /v1/chat/completions" -> chat(exchange, true);
      case "GET /api/version" -> json(exchange, 200, object().put("version", "0.33.0"));
      case "GET /api/tags" -> json(exchange, 200, tags());
      case "GET /api/ps" -> json(exchange, 200, object().set("models", JSON.createArrayNode()));
      case "POST /api/show" -> show(exchange);
      case "GET /v1/models" -> json(exchange, 200, ids());
      default -> json(exchange, 404, object());
    }
  }

  private JsonNode tags() {
    ObjectNode root = object();
    ArrayNode list = root.putArray("models");
    models.forEach((name, m) -> list.addObject().put("name", name).put("digest", digest(name)));
    return root;
  }

  private JsonNode ids() {
    ObjectNode root = object();
    ArrayNode list = root.putArray("data");
    models.forEach((name, m) -> list.addObject().put("id", name.replaceFirst(":latest$", "")));
    return root;
  }

  private void show(HttpPeer.Exchange exchange) throws IOException {
    Model model = models.get(full(JSON.readTree(exchange.body).path("model").asText()));
    if (model == null) {
      json(exchange, 404, object());
    } else {
      json(exchange, 200, object().set("capabilities", JSON.valueToTree(model.capabilities())));
    }
  }

  private void chat(HttpPeer.Exchange exchange, boolean openAi) throws IOException {
    String raw = new String(exchange.body, StandardCharsets.UTF_8);
    OllamaCall call = new OllamaCall(openAi, raw);
    if (call.step().equals("exam")) {
      exams.add(call);
      call.seen(cache.apply(call));
      new OllamaReply(exchange, call, OllamaFault.NONE, OllamaSight.ODDS, () -> {})
          .send(OllamaSight.answer(call, blind));
      return;
    }
    calls.begin(call);
    boolean gone = false;
    try {
      OllamaFault fault = script.fault(call).orElse(OllamaFault.NONE);
      OllamaReply reply =
          new OllamaReply(exchange, call, fault, odds, () -> calls.finish(call, false));
      exchange.pause(fault.before());
      if (fault.status() > 0) {
        reply.refuse(fault.status(), fault.text());
      } else if (!models.containsKey(full(call.model()))) {
        reply.refuse(404, "model '" + call.model() + "' not found");
      } else if (call.promptTokens() > call.context()) {
        reply.refuse(400, OllamaFault.contextExceeded().text());
      } else {
        call.seen(cache.apply(call));
        reply.send(content(call));
      }
    } catch (HttpPeer.ClientGone e) {
      gone = true;
      throw e;
    } finally {
      calls.finish(call, gone);
    }
  }

  private String content(OllamaCall call) {
    try {
      return call.isWarmUp() ? "" : answer.content(call);
    } catch (RuntimeException | AssertionError e) {
      return "the test's answer failed: " + e;
    }
  }

  private static ObjectNode object() {
    return JSON.createObjectNode();
  }

  private static void json(HttpPeer.Exchange exchange, int status, JsonNode body)
      throws IOException {
    exchange.send(status, "application/json", JSON.writeValueAsBytes(body));
  }
}
