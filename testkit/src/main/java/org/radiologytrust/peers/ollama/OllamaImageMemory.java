package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The trap of a prompt cache that reuses image state: the same images after the same text are not
 * looked at again, and what is kept of them has seen the question that was asked first.
 */
final class OllamaImageMemory {
  private static final String IMAGE = "\0image:";

  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  /**
   * The one prompt whose state a runner keeps.
   *
   * @param start up to the end of the last image
   * @param question what the image state has seen
   */
  private record Kept(String start, String question) {}

  /** Whether an answer to this call would come from state that saw another question. */
  boolean stale(OllamaCall call) {
    String prompt = prompt(call);
    int first = prompt.indexOf(IMAGE);
    if (first < 0) {
      kept.remove(call.model()); // a prompt that begins otherwise takes the place
      return false;
    }
    String start = start(prompt);
    String question = prompt.substring(start.length());
    Kept before = kept.get(call.model());
    if (before == null || !before.start.equals(start)) {
      kept.put(call.model(), new Kept(start, question));
      return false;
    }
    return !before.question.equals(question);
  }

  /** A model that is loaded anew has seen nothing. */
  void forget() {
    kept.clear();
  }

  /** All that the model gets, in its order; images stand between zero bytes. */
  static String prompt(OllamaCall call) {
    return String.join("", parts(call));
  }

  /** A prompt up to the end of its last image; empty without one. */
  static String start(String prompt) {
    int last = prompt.lastIndexOf(IMAGE);
    return last < 0 ? "" : prompt.substring(0, prompt.indexOf('\0', last + 1) + 1);
  }

  private static List<String> parts(OllamaCall call) {
    List<String> parts = new ArrayList<>();
    for (JsonNode message : call.body().path("messages")) {
      JsonNode content = message.path("content");
      for (JsonNode part : content) {
        parts.add(
            part.has("image_url")
                ? mark(OllamaCall.image(part.path("image_url")))
                : part.path("text").asText());
      }
      if (content.isTextual()) {
        parts.add(placed(content.asText(), message.path("images")));
      }
    }
    return parts;
  }

  /** Each image takes the place of the next {@code [img]}; without one it goes to the front. */
  private static String placed(String text, JsonNode images) {
    StringBuilder front = new StringBuilder();
    StringBuilder rest = new StringBuilder(text);
    for (JsonNode image : images) {
      int place = rest.indexOf("[img]");
      if (place < 0) {
        front.append(mark(image.asText()));
      } else {
        rest.replace(place, place + "[img]".length(), mark(image.asText()));
      }
    }
    return front.append(rest).toString();
  }

  private static String mark(String image) {
    return IMAGE + image + "\0";
  }
}
