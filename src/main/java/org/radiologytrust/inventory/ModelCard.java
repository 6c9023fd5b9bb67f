package org.radiologytrust.inventory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The sections of the engine's model card, the same text that leaves as a FHIR document. */
final class ModelCard {
  private static final String FILE = "/publish/model-card.md";

  private ModelCard() {}

  /** Each section's text by its heading, in the order of the card. */
  static Map<String, String> sections() {
    String[] parts = text().split("\n## ");
    Map<String, String> sections = new LinkedHashMap<>();
    // what stands before the first heading names the licence
    for (int i = 1; i < parts.length; i++) {
      String[] part = parts[i].split("\n", 2);
      sections.put(part[0].strip(), part[1].strip());
    }
    return sections;
  }

  private static String text() {
    try (InputStream in = ModelCard.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
  }
}
