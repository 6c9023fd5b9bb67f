package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodesTest {
  private static final String GOOD =
      "radiology: {s: [RAD]}\nother: {s: [LAB]}\nsections: {'1-1': FINDINGS}\nheadings: [X]\n";

  private static Codes read(String yaml) throws IOException {
    return Codes.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "[LAB],[RAD],RAD is listed as radiology and as other",
    "headings: [X],,headings is missing or empty",
    "sections:,section:,section",
    "{'1-1': FINDINGS},{},sections is missing or empty",
    "{s: [RAD]},,radiology is missing or empty"
  })
  void aBrokenFileSaysWhatIsWrong(String from, String to, String message) throws IOException {
    assertEquals("FINDINGS", read(GOOD).sections().get("1-1"));
    String broken = GOOD.replace(from, to == null ? "" : to);
    IOException e = assertThrows(IOException.class, () -> read(broken));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void headings() {
    Codes codes = Codes.load();
    CodeableConcept impression =
        new CodeableConcept().addCoding(new Coding("http://loinc.org", "19005-8", "x"));
    assertEquals("IMPRESSION", codes.heading(impression));
    CodeableConcept own = new CodeableConcept().addCoding(new Coding("urn:x", "1", "Extra part"));
    assertEquals("EXTRA PART", codes.heading(own));
    assertEquals("", codes.heading(new CodeableConcept()));
    assertTrue(codes.hasHeading("a\n Findings: clear"));
  }
}
