package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A model as Ollama lists it.
 *
 * @param weights tells models of one name apart; empty for the usual one
 */
record OllamaModel(String name, List<String> capabilities, String weights) {
  private static final long SIZE = 3_300_000_000L;

  /** Ollama adds the tag {@code latest} to a name without one. */
  static String full(String name) {
    return name.contains(":") ? name : name + ":latest";
  }

  /** SHA-256 of name and weights, in hex: stable, and different for each model. */
  String digest() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((name + weights).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  ObjectNode tag(ObjectMapper json) {
    ObjectNode tag = json.createObjectNode().put("name", name).put("model", name);
    tag.put("modified_at", "2026-08-01T12:00:00.000000001Z");
    tag.put("size", SIZE).put("digest", digest());
    tag.set("details", details(json));
    return tag;
  }

  /** What 0.33 lists more. */
  ObjectNode longTag(ObjectMapper json) {
    ObjectNode tag = tag(json);
    tag.withObject("details").put("context_length", 131_072).put("embedding_length", 2560);
    capabilities.forEach(tag.putArray("capabilities")::add);
    return tag;
  }

  ObjectNode running(ObjectMapper json, int context) {
    ObjectNode tag = tag(json);
    tag.remove("modified_at");
    tag.put("expires_at", "2026-08-01T13:00:00.000000001Z").put("size_vram", SIZE);
    return tag.put("context_length", context);
  }

  ObjectNode show(ObjectMapper json) {
    ObjectNode show = json.createObjectNode().put("template", "{{ .Prompt }}");
    show.set("details", details(json));
    show.putObject("model_info").put("general.architecture", "gemma3");
    capabilities.forEach(show.putArray("capabilities")::add);
    return show.put("modified_at", "2026-08-01T12:00:00.000000001Z");
  }

  private static ObjectNode details(ObjectMapper json) {
    ObjectNode details = json.createObjectNode().put("parent_model", "").put("format", "gguf");
    details.put("family", "gemma3").putArray("families").add("gemma3");
    return details.put("parameter_size", "4.3B").put("quantization_level", "Q4_K_M");
  }
}
