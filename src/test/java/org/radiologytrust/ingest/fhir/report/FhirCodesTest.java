package org.radiologytrust.ingest.fhir.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.files.SiteFiles;

class FhirCodesTest {
  private static final String GOOD =
      "radiology: {s: [RAD]}\nother: {s: [LAB]}\nsections: {'1-1': FINDINGS}\nheadings: [X]\n";

  @TempDir Path folder;

  private FhirCodes read(String yaml) throws IOException {
    Path file = folder.resolve("ingest/fhir/fhir-in.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, yaml);
    return FhirCodes.load(SiteFiles.in(folder));
  }

  @ParameterizedTest
  @CsvSource({
    "[LAB],[RAD],RAD is listed under radiology and under other",
    "headings: [X],headings: [],line 4: headings needs an item",
    "sections:,section:,section there is no such key",
    "{'1-1': FINDINGS},{},line 3: sections needs an item",
    "{s: [RAD]},,line 1: radiology has no value"
  })
  void aBrokenFileSaysWhatIsWrong(String from, String to, String message) throws IOException {
    assertEquals("FINDINGS", read(GOOD).sections().get("1-1"));
    String broken = GOOD.replace(from, to == null ? "" : to);
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> read(broken));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void headings() {
    FhirCodes codes = FhirCodes.load(SiteFiles.shipped());
    CodeableConcept impression =
        new CodeableConcept().addCoding(new Coding("http://loinc.org", "19005-8", "x"));
    assertEquals("IMPRESSION", codes.heading(impression));
    CodeableConcept own = new CodeableConcept().addCoding(new Coding("urn:x", "1", "Extra part"));
    assertEquals("EXTRA PART", codes.heading(own));
    assertEquals("", codes.heading(new CodeableConcept()));
    assertTrue(codes.hasHeading("a\n Findings: clear"));
  }
}
