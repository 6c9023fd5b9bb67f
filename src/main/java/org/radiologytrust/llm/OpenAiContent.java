package org.radiologytrust.llm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;

/** A message's text and images in OpenAI's parts. */
final class OpenAiContent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLACE = "[img]";

  private OpenAiContent() {}

  /**
   * @param text holds {@code [img]} once for each image, before any that is not ours
   * @param images PNG files
   */
  static ArrayNode parts(String text, List<byte[]> images) {
    ArrayNode parts = JSON.createArrayNode();
    int from = 0;
    for (byte[] png : images) {
      int place = text.indexOf(PLACE, from);
      if (place < 0) {
        throw new IllegalArgumentException("the prompt has fewer places than there are images");
      }
      text(parts, text.substring(from, place));
      parts.add(image(png));
      from = place + PLACE.length();
    }
    text(parts, text.substring(from));
    return parts;
  }

  private static void text(ArrayNode parts, String text) {
    if (!text.isEmpty()) {
      parts.addObject().put("type", "text").put("text", text);
    }
  }

  static ObjectNode image(byte[] png) {
    ObjectNode part = JSON.createObjectNode().put("type", "image_url");
    part.putObject("image_url")
        .put("url", "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
    return part;
  }
}
