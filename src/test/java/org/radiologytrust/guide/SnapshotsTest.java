package org.radiologytrust.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The snapshots of {@code fhir-profiles} are what HAPI makes of the differentials. They are kept as
 * files, since the product has neither HAPI's validator nor the definitions of FHIR.
 */
@Tag("integration")
class SnapshotsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PROFILES = Path.of("fhir-profiles/profiles");
  private static final Path KEPT = Path.of("fhir-profiles/snapshots");

  /** A file that differs is written to target/snapshots, from where it can be copied. */
  @Test
  void areUpToDate() throws IOException {
    Path made = Path.of("target/snapshots");
    Map<String, String> kept = new TreeMap<>();
    for (Path file : files(KEPT, "*.json")) {
      kept.put(file.getFileName().toString(), Files.readString(file));
    }
    Map<String, String> now = now();
    for (var snapshot : now.entrySet()) {
      if (!snapshot.getValue().equals(kept.get(snapshot.getKey()))) {
        Files.createDirectories(made);
        Files.writeString(made.resolve(snapshot.getKey()), snapshot.getValue());
      }
    }
    assertEquals(now.keySet(), kept.keySet(), "copy from target/snapshots");
    now.forEach((name, text) -> assertEquals(text, kept.get(name), "copy from target/snapshots"));
  }

  private static Map<String, String> now() throws IOException {
    FhirContext context = FhirContext.forR4Cached();
    PrePopulatedValidationSupport ours = new PrePopulatedValidationSupport(context);
    for (Path file : files(PROFILES, "StructureDefinition-*.json")) {
      ours.addResource(context.newJsonParser().parseResource(Files.readString(file)));
    }
    SnapshotGeneratingValidationSupport snapshots =
        new SnapshotGeneratingValidationSupport(context);
    ValidationSupportChain chain =
        new ValidationSupportChain(ours, new DefaultProfileValidationSupport(context), snapshots);
    Map<String, String> made = new TreeMap<>();
    for (Path file : files(PROFILES, "StructureDefinition-*.json")) {
      StructureDefinition profile =
          context.newJsonParser().parseResource(StructureDefinition.class, Files.readString(file));
      IBaseResource whole =
          snapshots.generateSnapshot(
              new ValidationSupportContext(chain),
              profile,
              profile.getUrl(),
              null,
              profile.getName());
      made.put(
          profile.getId().replaceFirst(".*/", "") + ".json",
          text(context.newJsonParser().encodeResourceToString(whole)));
    }
    return made;
  }

  /** One line for each element, so that a difference shows where it is. */
  private static String text(String profile) throws IOException {
    JsonNode elements = JSON.readTree(profile).path("snapshot").path("element");
    return StreamSupport.stream(elements.spliterator(), false)
        .map(JsonNode::toString)
        .collect(Collectors.joining(",\n", "{\"element\":[\n", "\n]}\n"));
  }

  private static List<Path> files(Path folder, String names) throws IOException {
    try (var files = Files.newDirectoryStream(folder, names)) {
      return StreamSupport.stream(files.spliterator(), false).sorted().toList();
    }
  }
}
