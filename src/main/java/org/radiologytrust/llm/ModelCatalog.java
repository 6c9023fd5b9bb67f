package org.radiologytrust.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the servers have: asked at start, now and then, and by {@code rtl doctor}. Small questions
 * that carry no patient, hence not through the route that calls the model.
 */
public final class ModelCatalog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final List<String> servers;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private volatile Map<String, String> digests = Map.of();

  public ModelCatalog(List<String> servers) {
    this.servers = List.copyOf(servers);
  }

  /**
   * Whether every server has the models, and those that must see can.
   *
   * @param models all models
   * @param seeing those of them that get images
   * @return empty when all is well, else one line that says what is wrong and what to do
   */
  public Optional<String> missing(List<String> models, List<String> seeing) {
    Map<String, String> found = new HashMap<>();
    for (String server : servers) {
      JsonNode tags;
      try {
        tags = get(server + "/api/tags");
      } catch (IOException e) {
        return Optional.of(
            "no model server answers at " + server + ": start Ollama, or set rtl.model.urls");
      }
      Map<String, String> here = new HashMap<>();
      tags.path("models")
          .forEach(m -> here.put(m.path("name").asText(), m.path("digest").asText()));
      for (String model : models) {
        String digest = here.get(tagged(model));
        if (digest == null) {
          return Optional.of(
              "the model server at "
                  + server
                  + " lacks the model "
                  + model
                  + ": ollama pull or create it, or set rtl.model.base and rtl.model.lora");
        }
        found.put(model, digest);
      }
      for (String model : seeing) {
        if (!sees(server, model)) {
          return Optional.of(
              "the model "
                  + model
                  + " at "
                  + server
                  + " cannot see images: configure one with the capability vision");
        }
      }
    }
    digests = Map.copyOf(found);
    return Optional.empty();
  }

  /** Digest of a model as last seen; empty when unknown. */
  public String digest(String model) {
    return digests.getOrDefault(model, "");
  }

  private static String tagged(String model) {
    return model.contains(":") ? model : model + ":latest";
  }

  private boolean sees(String server, String model) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server + "/api/show"))
              .timeout(TIMEOUT)
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      JSON.createObjectNode().put("model", model).toString()))
              .build();
      for (JsonNode capability : send(request).path("capabilities")) {
        if (capability.asText().equals("vision")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private JsonNode get(String url) throws IOException {
    return send(HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build());
  }

  private JsonNode send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
