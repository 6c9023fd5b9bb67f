package org.radiologytrust.servers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to a model, temperature 0.
 *
 * @param prompt has {@code [img]} once for each image
 * @param images PNG files
 * @param schema of the answer; null for none
 * @param room most tokens of the answer
 */
record Ask(String model, String prompt, List<byte[]> images, @Nullable JsonNode schema, int room) {
  static Ask text(String model, String prompt, int room) {
    return new Ask(model, prompt, List.of(), null, room);
  }

  Ask by(JsonNode answerSchema) {
    return new Ask(model, prompt, images, answerSchema, room);
  }

  Ask of(byte[] png) {
    return new Ask(model, prompt, List.of(png), schema, room);
  }
}
