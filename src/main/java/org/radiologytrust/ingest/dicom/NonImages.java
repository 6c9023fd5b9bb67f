package org.radiologytrust.ingest.dicom;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.recipe.SopClasses;

/** Distinguishes images from the other objects of a study. */
final class NonImages {
  private static final String FILE = "ingest/dicom/non-images.yaml";

  private final List<String> sopClasses;

  private NonImages(List<String> sopClasses) {
    this.sopClasses = List.copyOf(sopClasses);
  }

  static NonImages load(SiteFiles files) {
    return of(files.yaml(FILE, new TypeReference<JsonNode>() {}));
  }

  static NonImages of(JsonNode file) {
    List<String> list = new ArrayList<>();
    for (JsonNode entry : file.path("sopClasses")) {
      if (!SopClasses.isEntry(entry.asText())) {
        throw new IllegalArgumentException(
            FILE + ": sopClasses must be UIDs or beginnings of UIDs");
      }
      list.add(entry.asText());
    }
    if (list.isEmpty()) {
      throw new IllegalArgumentException(FILE + ": sopClasses is missing or empty");
    }
    return new NonImages(list);
  }

  boolean isImage(DicomTags tags) {
    String sopClass = tags.text("SOPClassUID");
    return tags.has("Rows")
        && tags.has("Columns")
        && sopClasses.stream().noneMatch(entry -> SopClasses.matches(entry, sopClass));
  }
}
