package org.radiologytrust.llm.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;

/** The addresses of OpenAI's protocol, and text and images as the content parts of its messages. */
public final class OpenAiContent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLACE = "[img]";

  private OpenAiContent() {}

  /**
   * The URL of a resource.
   *
   * @param server base URL, with or without {@code /v1} at its end
   * @param path from the root, such as {@code /v1/models}
   */
  public static String url(String server, String path) {
    return server.replaceFirst("/v1$", "") + path;
  }

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

  public static ObjectNode image(byte[] png) {
    ObjectNode part = JSON.createObjectNode().put("type", "image_url");
    part.putObject("image_url")
        .put("url", "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
    return part;
  }
}
