package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Tells images from the other objects of a study. */
final class NonImages {
  private static final String FILE = "non-images.yaml";

  private final List<String> sopClasses;

  private NonImages(List<String> sopClasses) {
    this.sopClasses = List.copyOf(sopClasses);
  }

  static NonImages load() {
    try (InputStream in = NonImages.class.getResourceAsStream(FILE)) {
      return of(new YAMLMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
  }

  static NonImages of(JsonNode file) {
    List<String> list = new ArrayList<>();
    for (JsonNode entry : file.path("sopClasses")) {
      if (!entry.asText().matches("[0-9]+(\\.[0-9]+)*\\.?")) {
        throw new IllegalArgumentException(FILE + ": sopClasses must be UIDs or starts of UIDs");
      }
      list.add(entry.asText());
    }
    if (list.isEmpty()) {
      throw new IllegalArgumentException(FILE + ": sopClasses is missing or empty");
    }
    return new NonImages(list);
  }

  boolean image(DicomTags tags) {
    String sopClass = tags.text("SOPClassUID");
    return tags.has("Rows")
        && tags.has("Columns")
        && sopClasses.stream()
            .noneMatch(c -> c.endsWith(".") ? sopClass.startsWith(c) : sopClass.equals(c));
  }
}
