package org.radiologytrust.guide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The guide as FHIR's NPM package specification has it: {@code package/} with package.json, the
 * ImplementationGuide, the profiles with snapshots, terminology, search parameters and the
 * CapabilityStatement, and {@code package/example/} with what the engine writes.
 *
 * @param name of the package
 * @param version of the guide
 * @param resources how many resources it has, without the examples
 * @param examples how many examples it has
 * @param tgz its bytes; the same input gives the same bytes
 */
public record GuidePackage(String name, String version, int resources, int examples, byte[] tgz) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the CapabilityStatement has in common with the guide. */
  private static final List<String> COMMON =
      List.of("version", "status", "experimental", "date", "publisher", "contact");

  /**
   * @param folder {@code fhir-profiles}
   * @param capabilities the CapabilityStatement of the server, as JSON, without what it has in
   *     common with the guide
   * @throws GuideException when a file is missing or wrong
   */
  public static GuidePackage of(Path folder, String capabilities) throws IOException {
    GuideFolder files = new GuideFolder(folder);
    ObjectNode guide = files.guide();
    List<ObjectNode> resources = new ArrayList<>(files.resources());
    resources.add(common(guide, (ObjectNode) JSON.readTree(capabilities)));
    resources.sort(Comparator.comparing(GuideResource::fileName));
    List<ObjectNode> examples = files.examples();
    ArrayNode listed = guide.withObject("/definition").putArray("resource");
    resources.forEach(resource -> listed.add(conformance(resource)));
    examples.forEach(resource -> listed.add(example(resource)));
    resources.add(guide);
    PackageFiles content = new PackageFiles();
    content.add("package/package.json", manifest(guide));
    content.add("package/", resources);
    content.add("package/example/", examples);
    String date = guide.path("date").asText();
    return new GuidePackage(
        guide.path("packageId").asText(),
        guide.path("version").asText(),
        resources.size(),
        examples.size(),
        content.tgz(LocalDate.parse(date).atStartOfDay().toInstant(ZoneOffset.UTC)));
  }

  private static ObjectNode common(ObjectNode guide, ObjectNode statement) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("resourceType", statement.get("resourceType"));
    whole.set("id", statement.get("id"));
    whole.set("url", statement.get("url"));
    COMMON.forEach(element -> whole.set(element, guide.get(element)));
    return whole.setAll(statement);
  }

  private static ObjectNode conformance(ObjectNode resource) {
    ObjectNode listed = listed(resource);
    String title = resource.path("title").asText(resource.path("name").asText());
    listed.put("name", title.isEmpty() ? GuideResource.id(resource) : title);
    if (resource.path("description").isTextual()) {
      listed.set("description", resource.get("description"));
    }
    return listed.put("exampleBoolean", false);
  }

  private static ObjectNode example(ObjectNode resource) {
    ObjectNode listed = listed(resource).put("name", GuideResource.id(resource));
    JsonNode profile = resource.at("/meta/profile/0");
    return profile.isTextual()
        ? listed.put("exampleCanonical", profile.asText())
        : listed.put("exampleBoolean", true);
  }

  private static ObjectNode listed(ObjectNode resource) {
    ObjectNode listed = JSON.createObjectNode();
    listed.putObject("reference").put("reference", GuideResource.reference(resource));
    return listed;
  }

  private static ObjectNode manifest(ObjectNode guide) {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.set("name", guide.get("packageId"));
    manifest.set("version", guide.get("version"));
    String url = guide.path("url").asText();
    manifest.put("canonical", url.replaceFirst("/ImplementationGuide/.*", ""));
    manifest.put("url", url);
    manifest.set("title", guide.get("title"));
    manifest.set("description", guide.get("description"));
    manifest.set("fhirVersions", guide.get("fhirVersion"));
    ObjectNode dependencies = manifest.putObject("dependencies");
    dependencies.put("hl7.fhir.r4.core", guide.at("/fhirVersion/0").asText());
    for (JsonNode other : guide.path("dependsOn")) {
      dependencies.set(other.path("packageId").asText(), other.get("version"));
    }
    manifest.set("author", guide.get("publisher"));
    ObjectNode maintainer = manifest.putArray("maintainers").addObject();
    maintainer.set("name", guide.at("/contact/0/name"));
    maintainer.set("url", guide.at("/contact/0/telecom/0/value"));
    manifest.set("license", guide.get("license"));
    return manifest.put("type", "IG");
  }
}
