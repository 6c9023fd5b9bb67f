package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** What servers tell about themselves and their models. */
final class OllamaPages {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long CREATED = 1_785_585_600L;

  private OllamaPages() {}

  /** Ollama's {@code /api/tags}. */
  static JsonNode tags(Collection<OllamaModel> models, OllamaKind kind) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode array = root.putArray("models");
    for (OllamaModel model : models) {
      array.add(kind == OllamaKind.OLLAMA_0_33 ? model.longTag(JSON) : model.tag(JSON));
    }
    return root;
  }

  /** Ollama's {@code /api/ps}: the models that are loaded. */
  static JsonNode running(Collection<OllamaModel> models, OllamaRunners runners) {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode array = root.putArray("models");
    for (OllamaModel model : models) {
      Integer context = runners.context(model);
      if (context != null) {
        array.add(model.running(JSON, context));
      }
    }
    return root;
  }

  /** {@code /api/version} of Ollama, {@code /version} of vLLM. */
  static JsonNode version(OllamaKind kind) {
    return JSON.createObjectNode().put("version", kind.version);
  }

  /** {@code /v1/models}. */
  static JsonNode models(Collection<OllamaModel> models, OllamaKind kind, int context) {
    ObjectNode root = JSON.createObjectNode().put("object", "list");
    ArrayNode data = root.putArray("data");
    for (OllamaModel model : models) {
      String id = kind.ollama() ? model.name() : model.name().replaceFirst(":latest$", "");
      ObjectNode entry = data.addObject().put("id", id).put("object", "model");
      entry.put("created", CREATED);
      switch (kind) {
        case VLLM ->
            entry
                .put("owned_by", "vllm")
                .put("root", id)
                .putNull("parent")
                .put("max_model_len", context);
        case LLAMA_SERVER ->
            entry.put("owned_by", "llamacpp").putObject("meta").put("n_ctx_train", 131_072);
        default -> entry.put("owned_by", "library");
      }
    }
    return root;
  }

  /** llama-server's {@code /props}. */
  static JsonNode props(OllamaModel model, int context) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("default_generation_settings").put("n_ctx", context);
    root.put("total_slots", 1).put("model_path", "models/" + model.name() + ".gguf");
    root.putObject("modalities")
        .put("vision", model.capabilities().contains("vision"))
        .put("audio", false);
    return root.put("build_info", OllamaKind.LLAMA_SERVER.version);
  }

  /** llama-server's {@code /health}. */
  static JsonNode healthy() {
    return JSON.createObjectNode().put("status", "ok");
  }
}
