package org.radiologytrust.publish.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;

@Tag("safety")
class ReferencesTest {
  private static final Identifier INSURANCE = new Identifier("urn:oid:9.9", "INS9", "HC");
  private static final Identifier RECORD = new Identifier("urn:oid:1.2.3", "MRN1", "PI");

  private static Reference subject(String site, Identifier... ids) {
    Patient patient = SampleRecords.patient("").identifiedBy(Arrays.asList(ids));
    return References.subject(
        SampleRecords.report(site, "A1", "", "Text", ReportStatus.FINAL, SampleRecords.ISSUED)
            .toBuilder()
            .patient(patient)
            .build());
  }

  @Test
  void aNumberWithoutAnAuthorityIsThatOfItsSite() {
    Identifier bare = new Identifier("", "17", "MR");
    assertEquals("NORD", subject("NORD", bare).getIdentifier().getAssigner().getDisplay());
    assertFalse(subject("NORD", bare).equalsDeep(subject("SUED", bare)));
    assertFalse(subject("NORD", RECORD).getIdentifier().hasAssigner());
    assertFalse(subject("", bare).getIdentifier().hasAssigner());
  }

  @Test
  void aNumberThatAFamilySharesIsNoSubject() {
    assertEquals("MRN1", subject("NORD", INSURANCE, RECORD).getIdentifier().getValue());
    Reference unknown = subject("NORD", INSURANCE);
    assertFalse(unknown.hasIdentifier());
    assertEquals("Patient not identified by the message", unknown.getDisplay());
    assertEquals(
        List.of(RECORD),
        FhirMatching.standard()
            .identifiers(SampleRecords.patient("").identifiedBy(List.of(INSURANCE, RECORD))));
  }
}
