package org.radiologytrust.llm.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.radiologytrust.llm.server.ServerQuestions.Refused;

/**
 * Reads Ollama's {@code /api/version}, {@code /api/tags}, {@code /api/ps} and {@code /api/show}.
 */
final class OllamaDirectory implements ModelDirectory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MOST = Duration.ofSeconds(5);

  /** Shorter than {@link #MOST}, because an audit waits for the response. */
  private static final Duration MOST_BESIDE_A_CALL = Duration.ofSeconds(2);

  private final ServerQuestions questions;

  OllamaDirectory(ServerQuestions questions) {
    this.questions = questions;
  }

  @Override
  public String version(String server) throws IOException {
    return questions.get(server + "/api/version", MOST).path("version").asText();
  }

  @Override
  public Map<String, String> models(String server) throws IOException {
    Map<String, String> digests = new HashMap<>();
    list(server + "/api/tags", MOST)
        .forEach(m -> digests.put(m.path("name").asText(), m.path("digest").asText()));
    return digests;
  }

  private JsonNode list(String url, Duration most) throws IOException {
    JsonNode models = questions.get(url, most).path("models");
    if (!models.isArray()) {
      throw new Refused(200, "no list of models");
    }
    return models;
  }

  /** Ollama adds the tag {@code latest} to a name without one. */
  @Override
  public String full(String model) {
    return model.indexOf(':', model.lastIndexOf('/') + 1) >= 0 ? model : model + ":latest";
  }

  @Override
  public String provide(String model) {
    return "run ollama pull " + model + ", or create it";
  }

  @Override
  public boolean sees(String server, String model) throws IOException {
    for (JsonNode capability : show(server, model).path("capabilities")) {
      if (capability.asText().equals("vision")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public OptionalInt context(String server, String model) throws IOException {
    JsonNode info = show(server, model).path("model_info");
    int context = info.path(info.path("general.architecture").asText() + ".context_length").asInt();
    return context > 0 ? OptionalInt.of(context) : OptionalInt.empty();
  }

  private JsonNode show(String server, String model) throws IOException {
    return questions.post(server + "/api/show", JSON.createObjectNode().put("model", model), MOST);
  }

  /**
   * Takes the digest from {@code /api/tags}. When a name was given to a new model with the same
   * weights, {@code /api/ps} was seen to report the old digest although the new template was in
   * use.
   */
  @Override
  public Answering answering(String server, String model) throws IOException {
    return new Answering(
        named(server + "/api/tags", model).path("digest").asText(),
        named(server + "/api/ps", model).path("context_length").asInt());
  }

  private JsonNode named(String url, String model) throws IOException {
    for (JsonNode m : list(url, MOST_BESIDE_A_CALL)) {
      if (m.path("name").asText().equals(full(model))) {
        return m;
      }
    }
    return MissingNode.getInstance();
  }
}
