package org.radiologytrust.ingest.dicom.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.radiologytrust.ingest.dicom.DicomTags;

/** Reads data sets in the DICOM JSON model (PS3.18 annex F), by keyword. */
final class DicomJson {
  private static final int MAX_BYTES = 8 << 20;
  private static final int MAX_TOKENS = 1_000_000;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build())
              .build());

  private DicomJson() {}

  /**
   * Reads an array of data sets.
   *
   * @param keywords what is read, by tag
   * @throws IOException if it is too long, or no such array; the message has nothing of it
   */
  static List<DicomTags> read(InputStream in, Map<String, String> keywords) throws IOException {
    byte[] body = in.readNBytes(MAX_BYTES + 1);
    if (body.length == 0) {
      return List.of();
    }
    JsonNode all = body.length > MAX_BYTES ? JsonNodeFactory.instance.nullNode() : tree(body);
    if (!all.isArray()) {
      throw new StreamCorruptedException();
    }
    List<DicomTags> sets = new ArrayList<>();
    for (JsonNode set : all) {
      ObjectNode tags = JsonNodeFactory.instance.objectNode();
      keywords.forEach((tag, keyword) -> tags.put(keyword, text(set.path(tag).path("Value"))));
      sets.add(new DicomTags(tags));
    }
    return sets;
  }

  private static JsonNode tree(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      // without the cause: Jackson quotes the source, which contains patient data
      throw new StreamCorruptedException();
    }
  }

  private static String text(JsonNode values) {
    StringJoiner text = new StringJoiner("\\");
    for (JsonNode value : values) {
      text.add(value.isObject() ? name(value) : value.asText(""));
    }
    return text.toString();
  }

  private static String name(JsonNode groups) {
    return groups.path("Alphabetic").asText("")
        + "="
        + groups.path("Ideographic").asText("")
        + "="
        + groups.path("Phonetic").asText("");
  }
}
