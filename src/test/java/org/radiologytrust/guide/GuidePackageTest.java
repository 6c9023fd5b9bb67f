package org.radiologytrust.guide;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.publish.Validator;

/** The guide as a package: complete, valid, readable by others, and the same each time. */
@Tag("integration")
class GuidePackageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path FOLDER = Path.of("fhir-profiles");
  private static final String PROFILE = "http://radiologytrustlayer.org/fhir/StructureDefinition/";

  /** What HAPI says of every definition of an extension where there is no package of R4. */
  private static final String EXTENSION = "Unable to resolve package id hl7.fhir.r4.core#null";

  private static final GuidePackage MADE = GuidePackages.made();
  private static final Map<String, JsonNode> FILES = files(MADE.tgz());

  @TempDir Path folder;

  private static Map<String, JsonNode> files(byte[] tgz) {
    Map<String, JsonNode> files = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GzipCompressorInputStream(new ByteArrayInputStream(tgz)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        files.put(entry.getName(), JSON.readTree(tar.readAllBytes()));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return files;
  }

  private static List<JsonNode> in(String start) {
    return FILES.entrySet().stream()
        .filter(file -> file.getKey().startsWith(start))
        .filter(file -> file.getValue().has("resourceType"))
        .map(Map.Entry::getValue)
        .toList();
  }

  @Test
  void theSameInputGivesTheSameBytes() {
    assertArrayEquals(MADE.tgz(), GuidePackages.made().tgz());
  }

  @Test
  void saysWhatItIs() {
    JsonNode manifest = FILES.get("package/package.json");
    assertEquals("radiologytrustlayer.fhir.audit", manifest.path("name").asText());
    assertEquals("IG", manifest.path("type").asText());
    assertEquals("[\"4.0.1\"]", manifest.path("fhirVersions").toString());
    assertEquals("4.0.1", manifest.at("/dependencies/hl7.fhir.r4.core").asText());
    assertEquals("Apache-2.0", manifest.path("license").asText());
    assertFalse(manifest.at("/maintainers/0/url").asText().isEmpty());
    Set<String> versions =
        in("package/").stream()
            .filter(resource -> resource.has("url"))
            .map(resource -> resource.path("version").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(manifest.path("version").asText()), versions);
    for (JsonNode resource : in("package/")) {
      if (resource.has("url")) {
        assertEquals(
            "Radiology Trust Layer", resource.path("publisher").asText(), resource::asText);
      }
    }
  }

  /** Extensions are validated by the examples that have them: see {@link #EXTENSION}. */
  @Test
  void everyResourceIsValid() {
    Validator validator = Validator.shared();
    Map<String, List<String>> wrong = new TreeMap<>();
    FILES.forEach(
        (name, resource) -> {
          List<String> errors =
              resource.has("resourceType")
                  ? validator.errors(resource.toString()).stream()
                      .filter(e -> !e.contains(EXTENSION))
                      .toList()
                  : List.of();
          if (!errors.isEmpty()) {
            wrong.put(name, errors);
          }
        });
    assertEquals(Map.of(), wrong);
  }

  @Test
  void theGuideAndTheIndexesListEveryFile() {
    JsonNode guide = in("package/ImplementationGuide-").get(0);
    Set<String> listed = new TreeSet<>();
    for (JsonNode resource : guide.at("/definition/resource")) {
      listed.add(resource.at("/reference/reference").asText());
    }
    Set<String> there = new TreeSet<>();
    in("package/").stream()
        .filter(resource -> resource != guide)
        .forEach(r -> there.add(r.path("resourceType").asText() + "/" + r.path("id").asText()));
    assertEquals(there, listed);
    for (String inside : List.of("package/", "package/example/")) {
      Set<String> indexed = new TreeSet<>();
      FILES
          .get(inside + ".index.json")
          .path("files")
          .forEach(file -> indexed.add(inside + file.path("filename").asText()));
      assertEquals(
          FILES.entrySet().stream()
              .filter(file -> file.getValue().has("resourceType"))
              .map(Map.Entry::getKey)
              .filter(name -> name.substring(0, name.lastIndexOf('/') + 1).equals(inside))
              .collect(Collectors.toCollection(TreeSet::new)),
          indexed);
    }
  }

  @Test
  void everyProfileHasASnapshotAndAnExample() {
    Set<String> shown =
        in("package/example/").stream()
            .flatMap(r -> StreamSupport.stream(r.at("/meta/profile").spliterator(), false))
            .map(JsonNode::asText)
            .collect(Collectors.toSet());
    for (JsonNode profile : in("package/StructureDefinition-")) {
      String url = profile.path("url").asText();
      assertTrue(profile.at("/snapshot/element").size() > 3, url);
      assertTrue(
          profile.path("kind").asText().equals("complex-type") || shown.contains(url),
          () -> "no example of " + url);
    }
    assertTrue(shown.contains(PROFILE + "rtl-decision"));
  }

  /** Each is defined by FHIR for that type, or by the guide. */
  @Test
  void everySearchParameterIsDefined() throws IOException {
    Set<String> defined = new TreeSet<>();
    String file = "/org/hl7/fhir/r4/model/sp/search-parameters.json";
    try (InputStream in = FhirContext.class.getResourceAsStream(file)) {
      JSON.readTree(in).path("entry").forEach(entry -> define(entry.path("resource"), defined));
    }
    in("package/SearchParameter-").forEach(parameter -> define(parameter, defined));
    CapabilityStatement statement =
        FhirContext.forR4Cached()
            .newJsonParser()
            .parseResource(
                CapabilityStatement.class, in("package/CapabilityStatement-").get(0).toString());
    int counted = 0;
    for (var resource : statement.getRestFirstRep().getResource()) {
      for (var parameter : resource.getSearchParam()) {
        if (!parameter.getName().endsWith(".identifier")) {
          String base = parameter.getName().startsWith("_") ? "Resource" : resource.getType();
          String one = base + " " + parameter.getName() + " " + parameter.getType().toCode();
          assertTrue(defined.contains(one + " " + parameter.getDefinition()), one);
          counted++;
        }
      }
    }
    assertTrue(counted > 20, "only " + counted);
  }

  private static void define(JsonNode parameter, Set<String> defined) {
    for (JsonNode base : parameter.path("base")) {
      defined.add(
          String.join(
              " ",
              base.asText(),
              parameter.path("code").asText(),
              parameter.path("type").asText(),
              parameter.path("url").asText()));
    }
  }

  @Test
  void theBuildWritesIt() throws IOException {
    GuideBuild.main(new String[] {FOLDER.toString(), folder.resolve("made").toString()});
    assertArrayEquals(
        MADE.tgz(),
        Files.readAllBytes(folder.resolve("made/radiologytrustlayer.fhir.audit-0.5.0.tgz")));
  }

  @Test
  void aMissingOrWrongFileIsNamed() throws IOException {
    GuideException none = assertThrows(GuideException.class, () -> GuidePackage.of(folder, "{}"));
    assertTrue(none.getMessage().contains("ImplementationGuide.json"), none.getMessage());
    Files.copy(
        FOLDER.resolve("ImplementationGuide.json"), folder.resolve("ImplementationGuide.json"));
    Path profiles = Files.createDirectories(folder.resolve("profiles"));
    Files.writeString(profiles.resolve("A.json"), "{\n\"a\": }\n", StandardCharsets.UTF_8);
    GuideException wrong = assertThrows(GuideException.class, () -> GuidePackage.of(folder, "{}"));
    assertTrue(wrong.getMessage().contains("A.json, line 2"), wrong.getMessage());
  }
}
