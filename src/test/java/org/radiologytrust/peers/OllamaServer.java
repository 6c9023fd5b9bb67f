package org.radiologytrust.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model server on a free loopback port that answers what the test says, and fails as it says. It
 * is Ollama (its own wire, and {@code /v1/chat/completions}) unless told to be vLLM or
 * llama-server.
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

  /**
   * How likely the model held which token where its answer begins a label: the value of a property
   * {@code label}. What is left to 1 lies on tokens that the grammar forbids.
   */
  @FunctionalInterface
  public interface Odds {
    /**
     * @param position of the label in the answer, from 0
     * @param label as the answer has it; of the tokens that begin it the likeliest is sent
     * @return probabilities by token: whole labels or beginnings of them
     */
    Map<String, Double> at(OllamaCall call, int position, String label);
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> UNLOAD = Set.of("0", "0s", "0m");

  private final Answer answer;
  private final HttpPeer http;
  private final Map<String, OllamaModel> models = new ConcurrentSkipListMap<>();
  private final OllamaRunners runners = new OllamaRunners();
  private final OllamaImageMemory memory = new OllamaImageMemory();
  private final List<OllamaCall> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger arrivals = new AtomicInteger();
  private final AtomicInteger finishes = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final OllamaScript script = new OllamaScript();
  private volatile OllamaKind kind = OllamaKind.OLLAMA_0_33;
  private volatile int context = 4096;
  private volatile String token = "";
  private volatile boolean loading;
  private volatile boolean imageTrap;
  private volatile Odds odds = (call, position, label) -> Map.of(label, 0.9);

  public OllamaServer(Answer answer) {
    this.answer = answer;
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

  /**
   * The version of Ollama to be.
   *
   * @param version {@code 0.24.0} or {@code 0.33.0}, which is the default
   */
  public OllamaServer version(String version) {
    kind = OllamaKind.ollama(version);
    return this;
  }

  /** To be vLLM. */
  public OllamaServer vllm() {
    kind = OllamaKind.VLLM;
    return this;
  }

  /** To be llama-server, which has one model and answers with it to any name. */
  public OllamaServer llamaServer() {
    kind = OllamaKind.LLAMA_SERVER;
    return this;
  }

  /** Tokens of context where a call does not say: 4096 by default. */
  public OllamaServer context(int tokens) {
    context = tokens;
    return this;
  }

  /** From here on only who brings this bearer token is served, {@code /health} apart. */
  public OllamaServer token(String bearer) {
    token = bearer;
    return this;
  }

  /** Whether llama-server is still loading its model, and refuses everything with 503. */
  public OllamaServer loading(boolean now) {
    loading = now;
    return this;
  }

  /** What the probabilities of labels are; by default 0.9 for the one in the answer. */
  public OllamaServer odds(Odds given) {
    odds = given;
    return this;
  }

  /**
   * From here on calls know whether their answer would come from image state that has seen another
   * question: {@link OllamaCall#stale}.
   */
  public OllamaServer imageTrap() {
    imageTrap = true;
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

  /** All chat calls of both wires, warm-ups included, in order of arrival. */
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

  /** How often Ollama loaded a model: at first use, or for other options of the runner. */
  public int loads() {
    return runners.loads();
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

  private void handle(HttpPeer.Exchange exchange) throws IOException {
    String what = exchange.method + " " + exchange.path;
    boolean chat = what.equals("POST /api/chat") && kind.ollama();
    if (chat || what.equals("POST /v1/chat/completions")) {
      chat(exchange, !chat);
      return;
    }
    OllamaRefusal refusal = what.equals("GET /health") ? away() : locked(exchange);
    if (refusal != null) {
      reply(exchange, refusal.status(), new OllamaSse(kind).error(refusal));
      return;
    }
    JsonNode page = page(what, exchange);
    if (page != null) {
      reply(exchange, 200, page);
    } else if (what.equals("POST /api/show") && kind.ollama()) {
      String words = "model '" + JSON.readTree(exchange.body).path("model").asText();
      OllamaRefusal none = OllamaRefusal.of(404, words + "' not found");
      reply(exchange, 404, new OllamaNdjson().error(none));
    } else if (exchange.path.equals("/") && kind.ollama()) {
      text(exchange, 200, "Ollama is running");
    } else if (exchange.path.equals("/health") && kind == OllamaKind.VLLM) {
      text(exchange, 200, "");
    } else {
      text(exchange, 404, "404 page not found");
    }
  }

  /** What there is to read; {@code null} for a page that this kind of server has not. */
  private JsonNode page(String what, HttpPeer.Exchange exchange) throws IOException {
    if (what.equals("GET /v1/models")) {
      return OllamaPages.models(models.values(), kind, context);
    }
    if (kind == OllamaKind.VLLM) {
      return what.equals("GET /version") ? OllamaPages.version(kind) : null;
    }
    if (kind == OllamaKind.LLAMA_SERVER) {
      return switch (what) {
        case "GET /health" -> OllamaPages.healthy();
        case "GET /props" -> OllamaPages.props(model(""), context);
        default -> null;
      };
    }
    return switch (what) {
      case "GET /api/version" -> OllamaPages.version(kind);
      case "GET /api/tags" -> OllamaPages.tags(models.values());
      case "GET /api/ps" -> OllamaPages.running(models.values(), runners);
      case "POST /api/show" -> {
        OllamaModel model = model(JSON.readTree(exchange.body).path("model").asText());
        yield model == null ? null : OllamaPages.show(model);
      }
      default -> null;
    };
  }

  /** {@code null} for one that is not there. */
  private OllamaModel model(String name) {
    return kind == OllamaKind.LLAMA_SERVER
        ? models.values().stream().findFirst().orElse(null)
        : models.get(OllamaModel.full(name));
  }

  private OllamaRefusal away() {
    return loading && kind == OllamaKind.LLAMA_SERVER
        ? OllamaRefusal.of(503, "Loading model")
        : null;
  }

  private OllamaRefusal locked(HttpPeer.Exchange exchange) {
    String login = exchange.headers.getOrDefault("Authorization", "");
    if (!token.isEmpty() && !login.equals("Bearer " + token)) {
      return OllamaRefusal.of(
          401, kind == OllamaKind.LLAMA_SERVER ? "Invalid API Key" : "Unauthorized");
    }
    return away();
  }

  private void chat(HttpPeer.Exchange exchange, boolean openAi) throws IOException {
    String raw = new String(exchange.body, StandardCharsets.UTF_8);
    int now = inFlight.incrementAndGet();
    OllamaCall call =
        new OllamaCall(arrivals.incrementAndGet(), openAi, raw, JSON.readTree(raw), now);
    calls.add(call);
    boolean gone = false;
    try {
      OllamaFault fault = script.fault(call).orElse(OllamaFault.NONE);
      OllamaWriter writer = openAi ? new OllamaSse(kind) : new OllamaNdjson();
      OllamaChat chat = new OllamaChat(exchange, call, writer, fault, () -> finish(call, false));
      if (fault.is(OllamaFault.Kind.STALL_BEFORE) || fault.is(OllamaFault.Kind.LOAD)) {
        exchange.pause(fault.time());
      }
      answer(chat, call, fault, locked(exchange));
    } catch (HttpPeer.ClientGone e) {
      gone = true;
      throw e;
    } finally {
      finish(call, gone);
    }
  }

  private void answer(OllamaChat chat, OllamaCall call, OllamaFault fault, OllamaRefusal locked)
      throws IOException {
    OllamaModel model = model(call.model());
    int room = kind.ollama() ? call.option("num_ctx").asInt(context) : context;
    OllamaRefusal refusal =
        locked != null
            ? locked
            : fault.is(OllamaFault.Kind.HTTP)
                ? OllamaRefusal.of(fault.number(), fault.text())
                : OllamaRefusal.of(call, model, kind, room);
    if (refusal != null) {
      chat.send(refusal);
      return;
    }
    boolean unload = UNLOAD.contains(call.body().path("keep_alive").asText());
    if (call.isWarmUp() && unload) {
      runners.unload(model);
      chat.send(200, new OllamaNdjson().loaded(call, "unload"));
      return;
    }
    boolean fresh = kind.ollama() && runners.load(model, call, room);
    if (fresh) {
      memory.forget();
    }
    if (call.isWarmUp()) {
      chat.send(200, new OllamaNdjson().loaded(call, "load"));
      return;
    }
    call.stale(imageTrap && memory.stale(call));
    String content;
    try {
      content = fault.is(OllamaFault.Kind.CONTENT) ? fault.text() : answer.content(call);
    } catch (RuntimeException | AssertionError e) {
      chat.send(OllamaRefusal.of(500, "the test's answer failed: " + e));
      return;
    }
    if (unload) {
      runners.unload(model);
    }
    chat.send(OllamaReply.of(call, content, fault, kind, fresh, room, odds));
  }

  private void finish(OllamaCall call, boolean gone) {
    if (call.finishOrder() == 0) {
      inFlight.decrementAndGet();
      call.finish(finishes.incrementAndGet(), gone);
    }
  }

  private static void reply(HttpPeer.Exchange exchange, int status, JsonNode body)
      throws IOException {
    exchange.send(status, "application/json; charset=utf-8", JSON.writeValueAsBytes(body));
  }

  private static void text(HttpPeer.Exchange exchange, int status, String text) throws IOException {
    exchange.send(status, "text/plain", text.getBytes(StandardCharsets.US_ASCII));
  }
}
