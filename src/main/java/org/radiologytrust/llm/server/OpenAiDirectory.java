package org.radiologytrust.llm.server;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.radiologytrust.images.Png;
import org.radiologytrust.llm.server.ServerQuestions.Refused;
import org.radiologytrust.llm.wire.OpenAiContent;

/**
 * Reads {@code GET /v1/models} of servers with OpenAI's protocol, and what each product adds:
 * llama-server has {@code /props}, vLLM has {@code max_model_len} and {@code /version}. None
 * reports a digest.
 */
final class OpenAiDirectory implements ModelDirectory {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration MOST = Duration.ofSeconds(5);

  /**
   * Longer than {@link #MOST}, because the server may have to load the model, has to read an image,
   * and may be busy with other calls.
   */
  private static final Duration MOST_OF_A_CALL = Duration.ofSeconds(30);

  /** Side of the test image in pixels. Some models refuse images below 28. */
  private static final int SIDE = 64;

  private static final JsonPointer PROPS_CONTEXT =
      JsonPointer.compile("/default_generation_settings/n_ctx");

  private final ServerQuestions questions;

  /** Models that have accepted an image. */
  private final Set<Named> seeing = ConcurrentHashMap.newKeySet();

  private record Named(String server, String model) {}

  OpenAiDirectory(ServerQuestions questions) {
    this.questions = questions;
  }

  @Override
  public String version(String server) throws IOException {
    String version = optional(OpenAiContent.url(server, "/version"), MOST).path("version").asText();
    return version.isEmpty()
        ? optional(OpenAiContent.url(server, "/props"), MOST).path("build_info").asText()
        : version;
  }

  @Override
  public Map<String, String> models(String server) throws IOException {
    Map<String, String> digests = new HashMap<>();
    data(server).forEach(m -> digests.put(m.path("id").asText(), ""));
    return digests;
  }

  private JsonNode data(String server) throws IOException {
    JsonNode data = questions.get(OpenAiContent.url(server, "/v1/models"), MOST).path("data");
    if (!data.isArray()) {
      throw new Refused(200, "no list of models");
    }
    return data;
  }

  @Override
  public String full(String model) {
    return model;
  }

  @Override
  public String provide(String model) {
    return "serve it under this name";
  }

  @Override
  public OptionalInt context(String server, String model) throws IOException {
    int context = 0;
    for (JsonNode m : data(server)) {
      if (m.path("id").asText().equals(model)) {
        context = m.path("max_model_len").asInt();
      }
    }
    if (context == 0) {
      context = props(server, model).at(PROPS_CONTEXT).asInt();
    }
    return context > 0 ? OptionalInt.of(context) : OptionalInt.empty();
  }

  @Override
  public boolean sees(String server, String model) throws IOException {
    JsonNode vision = props(server, model).path("modalities").path("vision");
    if (vision.isBoolean()) {
      return vision.asBoolean();
    }
    return seeing.contains(new Named(server, model)) || acceptsImage(server, model);
  }

  @Override
  public Answering answering(String server, String model) {
    return Answering.UNKNOWN;
  }

  /** The properties of a model. A server with several models needs the model's name. */
  private JsonNode props(String server, String model) throws IOException {
    return optional(
        OpenAiContent.url(
            server, "/props?model=" + URLEncoder.encode(model, StandardCharsets.UTF_8)),
        MOST_OF_A_CALL);
  }

  /** A resource that only some servers have; missing when this one does not. */
  private JsonNode optional(String url, Duration most) throws IOException {
    try {
      return questions.get(url, most);
    } catch (Refused e) {
      return MissingNode.getInstance();
    }
  }

  /**
   * Sends a white square to find out whether a model accepts images, for servers that do not report
   * it.
   */
  private boolean acceptsImage(String server, String model) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("model", model).put("max_tokens", 1);
    var content = body.putArray("messages").addObject().put("role", "user").putArray("content");
    content.addObject().put("type", "text").put("text", "Look.");
    content.add(OpenAiContent.image(white()));
    try {
      questions.post(OpenAiContent.url(server, "/v1/chat/completions"), body, MOST_OF_A_CALL);
      seeing.add(new Named(server, model));
      return true;
    } catch (Refused e) {
      // not stored, because the server may be restarted with another model
      if (e.status() != 400 && e.status() != 500) {
        throw e;
      }
      return false;
    }
  }

  private static byte[] white() {
    BufferedImage square = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < SIDE * SIDE; i++) {
      square.setRGB(i % SIDE, i / SIDE, 0xFFFFFF);
    }
    return Png.encode(square);
  }
}
