package org.radiologytrust.ingest.fhir.report;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.radiologytrust.files.SiteFiles;

/**
 * The code lists of {@code fhir-in.yaml}.
 *
 * @param radiology category codes of radiology, by system
 * @param other category codes of other services, by system
 * @param sections heading by LOINC code
 * @param headings words that begin a section of a report
 */
public record FhirCodes(
    Map<String, Set<String>> radiology,
    Map<String, Set<String>> other,
    Map<String, String> sections,
    List<String> headings) {
  private static final String FILE = "ingest/fhir/fhir-in.yaml";

  public FhirCodes {
    radiology.forEach(
        (system, codes) -> {
          for (String code : codes) {
            if (other.getOrDefault(system, Set.of()).contains(code)) {
              throw new IllegalArgumentException(
                  FILE + ": " + code + " is listed under radiology and under other");
            }
          }
        });
  }

  /**
   * Reads the lists.
   *
   * @throws IllegalArgumentException if the file is missing or not valid; the message says where
   */
  public static FhirCodes load(SiteFiles files) {
    return files.yaml(FILE, new TypeReference<FhirCodes>() {});
  }

  /** True if there is at least one category code and all of them are known not to be radiology. */
  boolean notRadiology(List<CodeableConcept> categories) {
    List<Coding> codings = categories.stream().flatMap(c -> c.getCoding().stream()).toList();
    return !codings.isEmpty()
        && codings.stream().noneMatch(c -> contains(radiology, c))
        && codings.stream().allMatch(c -> contains(other, c));
  }

  private static boolean contains(Map<String, Set<String>> lists, Coding coding) {
    return lists.getOrDefault(coding.getSystem(), Set.of()).contains(coding.getCode());
  }

  /**
   * The heading of a section Observation, without a colon: by LOINC code, otherwise its own name.
   */
  String heading(CodeableConcept code) {
    return code.getCoding().stream()
        .filter(c -> "http://loinc.org".equals(c.getSystem()))
        .map(c -> sections.get(c.getCode()))
        .filter(h -> h != null)
        .findFirst()
        .orElseGet(() -> name(code).toUpperCase(Locale.ROOT));
  }

  /** The name of a code: its text, otherwise its first display; empty if it has none. */
  static String name(CodeableConcept code) {
    if (code.hasText()) {
      return code.getText().strip();
    }
    return code.getCoding().stream()
        .filter(Coding::hasDisplay)
        .map(c -> c.getDisplay().strip())
        .findFirst()
        .orElse("");
  }

  /** True if a line of the text begins with a section heading. */
  boolean hasHeading(String text) {
    return text.lines()
        .map(l -> l.strip().toUpperCase(Locale.ROOT))
        .anyMatch(l -> headings.stream().anyMatch(h -> l.equals(h) || l.startsWith(h + ":")));
  }
}
