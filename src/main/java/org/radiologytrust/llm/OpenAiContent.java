package org.radiologytrust.llm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;

/** Writes text and images as the content parts of a message in OpenAI's protocol. */
final class OpenAiContent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLACE = "[img]";

  private OpenAiContent() {}

  /**
   * The parts of a message.
   *
   * @param text contains {@code [img]} once for each image; any further one is left as text
   * @param images PNG files
   * @throws IllegalArgumentException when the text has fewer placeholders than there are images
   */
  static ArrayNode parts(String text, List<byte[]> images) {
    ArrayNode parts = JSON.createArrayNode();
    int from = 0;
    for (byte[] png : images) {
      int place = text.indexOf(PLACE, from);
      if (place < 0) {
        throw new IllegalArgumentException("the prompt has fewer [img] placeholders than images");
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
