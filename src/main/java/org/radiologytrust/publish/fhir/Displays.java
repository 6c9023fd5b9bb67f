package org.radiologytrust.publish.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a chart shows for a code. The displays of our own codes are those of {@code fhir-profiles};
 * those of HL7's codes are HL7's.
 */
public final class Displays {
  private static final Map<String, String> HL7 =
      Map.ofEntries(
          Map.entry("v3-Confidentiality|U", "unrestricted"),
          Map.entry("v3-Confidentiality|L", "low"),
          Map.entry("v3-Confidentiality|M", "moderate"),
          Map.entry("v3-Confidentiality|N", "normal"),
          Map.entry("v3-Confidentiality|R", "restricted"),
          Map.entry("v3-Confidentiality|V", "very restricted"),
          Map.entry("v3-ActReason|HTEST", "test health data"),
          Map.entry("v2-0203|MR", "Medical record number"),
          Map.entry("v2-0203|PI", "Patient internal identifier"),
          Map.entry("v2-0203|PT", "Patient external identifier"),
          Map.entry("v2-0203|PN", "Person number"),
          Map.entry("v2-0203|AN", "Account number"),
          Map.entry("v2-0203|VN", "Visit number"),
          Map.entry("v2-0203|NI", "National unique individual identifier"),
          Map.entry("v2-0203|SS", "Social Security number"),
          Map.entry("v2-0203|ACSN", "Accession ID"),
          Map.entry("v2-0203|FILL", "Filler Identifier"),
          Map.entry("v2-0203|PLAC", "Placer Identifier"));

  private static final Map<String, Map<String, String>> OURS = new ConcurrentHashMap<>();

  private Displays() {}

  /** Empty for a code of a site's own, or of a system that has none here. */
  public static Optional<String> of(String system, String code) {
    return Optional.ofNullable(
        system.startsWith(Uris.CODES)
            ? OURS.computeIfAbsent(system, Displays::read).get(code)
            : HL7.get(system.replace(Uris.TERMINOLOGY, "") + "|" + code));
  }

  private static Map<String, String> read(String system) {
    String file = "/publish/codes/CodeSystem-" + system.substring(Uris.CODES.length()) + ".json";
    try (InputStream in = Displays.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing from the build");
      }
      Map<String, String> displays = new HashMap<>();
      for (JsonNode concept : FhirJson.MAPPER.readTree(in).path("concept")) {
        displays.put(concept.path("code").asText(), concept.path("display").asText());
      }
      return Map.copyOf(displays);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
