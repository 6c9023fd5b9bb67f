package org.radiologytrust.peers.ollama;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.radiologytrust.peers.HttpPeer;

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
  public interface WantedProbabilities {
    /**
     * @param position of the label in the answer, from 0
     * @param label as the answer has it; of the tokens that begin it the likeliest is sent
     * @return probabilities by token: whole labels or beginnings of them
     */
    Map<String, Double> at(OllamaCall call, int position, String label);
  }

  private final OllamaState state = new OllamaState();
  private final HttpPeer http;

  public OllamaServer(Answer answer) {
    OllamaRoutes routes = new OllamaRoutes(state, new OllamaAnswering(state, answer));
    try {
      this.http = new HttpPeer(routes::handle);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Base URL, without a slash at its end. */
  public URI url() {
    return http.url();
  }

  /** A server that has the two models of {@code rtl.model.base} and {@code rtl.model.lora}. */
  public static OllamaServer ofPair(Answer answer) {
    return new OllamaServer(answer)
        .model("medgemma:4b", "completion", "vision")
        .model("rtl-medgemma", "completion", "vision");
  }

  /**
   * Adds a model.
   *
   * @param name without a tag it becomes {@code name:latest}, as with Ollama
   * @param capabilities {@code completion}, and {@code vision} for one that sees
   */
  public OllamaServer model(String name, String... capabilities) {
    OllamaModel model = new OllamaModel(OllamaModel.full(name), List.of(capabilities), "");
    state.models.put(model.name(), model);
    return this;
  }

  /** Gives a model other weights under its name: from here on it has another digest. */
  public OllamaServer weights(String name, String weights) {
    state.models.computeIfPresent(
        OllamaModel.full(name),
        (full, model) -> new OllamaModel(full, model.capabilities(), weights));
    return this;
  }

  public OllamaServer removeModel(String name) {
    state.models.remove(OllamaModel.full(name));
    return this;
  }

  /**
   * The version of Ollama to be.
   *
   * @param version {@code 0.24.0} or {@code 0.33.0}, which is the default
   */
  public OllamaServer version(String version) {
    state.kind = OllamaKind.ollama(version);
    return this;
  }

  /** To be vLLM. */
  public OllamaServer vllm() {
    state.kind = OllamaKind.VLLM;
    return this;
  }

  /** To be llama-server, which has one model and answers with it to any name. */
  public OllamaServer llamaServer() {
    state.kind = OllamaKind.LLAMA_SERVER;
    return this;
  }

  /** Tokens of context where a call does not say: 4096 by default. */
  public OllamaServer context(int tokens) {
    state.context = tokens;
    return this;
  }

  /** From here on only who brings this bearer token is served, {@code /health} apart. */
  public OllamaServer token(String bearer) {
    state.token = bearer;
    return this;
  }

  /** Whether llama-server is still loading its model, and refuses everything with 503. */
  public OllamaServer loading(boolean now) {
    state.loading = now;
    return this;
  }

  /** What the probabilities of labels are; by default 0.9 for the one in the answer. */
  public OllamaServer odds(WantedProbabilities given) {
    state.odds = given;
    return this;
  }

  /**
   * From here on calls know whether their answer would come from image state that has seen another
   * question: {@link OllamaCall#stale}.
   */
  public OllamaServer imageTrap() {
    state.imageTrap = true;
    return this;
  }

  /**
   * From here on a cache takes an image for the one that came before it with the same text in
   * front: {@link OllamaCall#seen}.
   */
  public OllamaServer mixesImages() {
    state.mix.key = OllamaImageMix.Key.TEXT_BEFORE;
    return this;
  }

  /** The same, whatever text is in front. */
  public OllamaServer mixesImagesBehindANonce() {
    state.mix.key = OllamaImageMix.Key.NUMBER;
    return this;
  }

  /** From here on the model says yes to whatever the product asks to find out if it sees. */
  public OllamaServer blind() {
    state.blind = true;
    return this;
  }

  /**
   * Questions that the product asks before it trusts the server with images: what a model that sees
   * would say. They are no calls that a script or a test's answer knows.
   */
  public List<OllamaCall> exams() {
    return List.copyOf(state.exams);
  }

  /** From here on no call is kept: for loads whose calls would fill the memory. */
  public OllamaServer forgetful() {
    state.calls.forget();
    return this;
  }

  /** The digest that {@code /api/tags} and {@code /api/ps} show. */
  public String digest(String name) {
    String full = OllamaModel.full(name);
    return state.models.getOrDefault(full, new OllamaModel(full, List.of(), "")).digest();
  }

  public OllamaScript script() {
    return state.script;
  }

  /** All chat calls of both wires, warm-ups included, in order of arrival. */
  public List<OllamaCall> calls() {
    return state.calls.all();
  }

  /** Chat calls of a step; see {@link OllamaCall#step}. */
  public List<OllamaCall> calls(String step) {
    return calls().stream().filter(call -> call.step().equals(step)).toList();
  }

  /** The most chat calls that were in flight at once. */
  public int mostInFlight() {
    return state.calls.mostInFlight();
  }

  /**
   * How many finished calls came strictly one after another: the longest chain in which each began
   * after the one before had ended.
   */
  public int depth() {
    return state.calls.depth();
  }

  /** How often Ollama loaded a model: at first use, or for other options of the runner. */
  public int loads() {
    return state.runners.loads();
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
}
