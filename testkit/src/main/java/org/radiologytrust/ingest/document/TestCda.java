package org.radiologytrust.ingest.document;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Builds a CDA for tests. */
public final class TestCda {
  private final StringBuilder targets = new StringBuilder();
  private final StringBuilder components = new StringBuilder();

  /**
   * Adds a patient, as real documents have them: with an address and an organization.
   *
   * @param id attributes of id
   * @param name content of name
   * @param born value of birthTime; empty for a nullFlavor
   * @param sex code of administrativeGenderCode; empty for a nullFlavor
   */
  public TestCda patient(String id, String name, String born, String sex) {
    targets.append(
        "<recordTarget typeCode='RCT'><patientRole><id %s/><addr><city>Elsewhere</city></addr><patient><name>%s</name>"
                .formatted(id, name)
            + "<administrativeGenderCode %s/><birthTime %s/>"
                .formatted(
                    sex.isEmpty() ? "nullFlavor='UNK'" : "code='" + sex + "'",
                    born.isEmpty() ? "nullFlavor='UNK'" : "value='" + born + "'")
            + "<guardian><guardianPerson><name><given>Guido</given><family>Guardian</family></name>"
            + "</guardianPerson></guardian></patient><providerOrganization><id root='1.1'"
            + " extension='ORG'/><name>Clinic</name></providerOrganization></patientRole>"
            + "</recordTarget>");
    return this;
  }

  /** Adds a section with this narrative. */
  public TestCda section(String loinc, String narrative) {
    return raw(
        "<component><section><code code='"
            + loinc
            + "'/><text>"
            + narrative
            + "</text></section></component>");
  }

  /** Adds a component of the structured body. */
  public TestCda raw(String component) {
    components.append(component);
    return this;
  }

  /** The document with sections. */
  public String text() {
    return with("<component><structuredBody>" + components + "</structuredBody></component>");
  }

  /** The document with these bodies. */
  public String with(String bodies) {
    return "<?xml version='1.0' encoding='UTF-8'?><ClinicalDocument xmlns='urn:hl7-org:v3'>"
        + targets
        + "<author><assignedAuthor><id root='1.2'/><assignedPerson><name><family>Doctor</family>"
        + "</name></assignedPerson></assignedAuthor></author>"
        + bodies
        + "</ClinicalDocument>";
  }

  /** A body that is another document. */
  public static String body(String type, byte[] data) {
    return "<component><nonXMLBody><text mediaType='%s' representation='B64'>%s</text></nonXMLBody></component>"
        .formatted(type, Base64.getEncoder().encodeToString(data));
  }

  public byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }
}
