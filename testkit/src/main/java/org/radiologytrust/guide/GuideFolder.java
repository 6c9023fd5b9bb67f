package org.radiologytrust.guide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads {@code fhir-profiles}. */
final class GuideFolder {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROFILE = "StructureDefinition";
  private static final Pattern OUTPUT = Pattern.compile("ok-(audit|decision|engine)-bundle.*");
  private static final Pattern ALL = Pattern.compile(".*");

  private final Path folder;

  GuideFolder(Path folder) {
    this.folder = folder;
  }

  /** The ImplementationGuide, without the list of its resources. */
  ObjectNode guide() throws IOException {
    return read(folder.resolve("ImplementationGuide.json"));
  }

  /** The profiles, each with its snapshot, and what they need, in the order of the file names. */
  List<ObjectNode> resources() throws IOException {
    List<ObjectNode> all = new ArrayList<>();
    for (Path file : files("profiles", ALL)) {
      ObjectNode resource = read(file);
      all.add(GuideResource.type(resource).equals(PROFILE) ? withSnapshot(resource) : resource);
    }
    return all;
  }

  /**
   * What the engine writes: Bundles, and the resources in them. Of two with the same id, one that a
   * correction did not change is taken.
   */
  List<ObjectNode> examples() throws IOException {
    Map<String, ObjectNode> examples = new LinkedHashMap<>();
    for (Path file : files("examples", OUTPUT)) {
      ObjectNode bundle = read(file);
      ObjectNode named = JSON.createObjectNode();
      named.set("resourceType", bundle.get("resourceType"));
      named.put("id", name(file).replaceFirst("^ok-", ""));
      named.setAll(bundle);
      examples.put(GuideResource.reference(named), named);
      for (JsonNode entry : bundle.path("entry")) {
        ObjectNode resource = (ObjectNode) entry.path("resource");
        examples.putIfAbsent(GuideResource.reference(resource), resource);
      }
    }
    return List.copyOf(examples.values());
  }

  private ObjectNode withSnapshot(ObjectNode profile) throws IOException {
    Path snapshot = folder.resolve("snapshots").resolve(GuideResource.id(profile) + ".json");
    ObjectNode whole = JSON.createObjectNode();
    profile
        .properties()
        .forEach(
            element -> {
              if (element.getKey().equals("differential")) {
                // stands before it in FHIR's order of the elements
                whole.putNull("snapshot");
              }
              whole.set(element.getKey(), element.getValue());
            });
    whole.set("snapshot", read(snapshot));
    return whole;
  }

  private List<Path> files(String name, Pattern names) throws IOException {
    Path inside = folder.resolve(name);
    if (!Files.isDirectory(inside)) {
      throw new GuideException("there is no folder " + inside + "; it comes with the product");
    }
    try (Stream<Path> files = Files.list(inside)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".json"))
          .filter(file -> names.matcher(name(file)).matches())
          .sorted(Comparator.comparing(GuideFolder::name))
          .toList();
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.json$", "");
  }

  private static ObjectNode read(Path file) throws IOException {
    if (Files.notExists(file)) {
      throw new GuideException("there is no file " + file + "; it comes with the product");
    }
    try {
      if (JSON.readTree(file.toFile()) instanceof ObjectNode object) {
        return object;
      }
      throw new GuideException(file + ": is no JSON object");
    } catch (JsonProcessingException e) {
      throw new GuideException(
          file + ", line " + e.getLocation().getLineNr() + ": is not JSON: correct it");
    }
  }
}
