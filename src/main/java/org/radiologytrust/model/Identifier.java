package org.radiologytrust.model;

/**
 * A business identifier with who assigned it (HL7 CX, FHIR Identifier, DICOM PatientID with
 * IssuerOfPatientID).
 *
 * @param system URI of the assigner's namespace, e.g. {@code urn:oid:1.2.3}; empty when unknown
 * @param value the identifier itself, compared exactly and case-sensitively
 * @param type code of HL7 table 0203 (MR, ACSN, FILL, PLAC ...); empty when unknown
 */
public record Identifier(String system, String value, String type) {
  public Identifier {
    system = Texts.orEmpty(system);
    value = Texts.orEmpty(value);
    type = Texts.orEmpty(type);
  }

  /** Prefix of the system of an HL7 assigning authority that the site has not mapped to a URI. */
  public static final String UNMAPPED = "urn:rtl:authority:";

  /**
   * Same value, and no two different assigners. An unknown assigner matches any; the bare name of
   * an HL7 authority says nothing against a URI.
   */
  public boolean matches(Identifier other) {
    return !value.isEmpty()
        && value.equals(other.value)
        && (system.isEmpty()
            || other.system.isEmpty()
            || system.equals(other.system)
            || system.startsWith(UNMAPPED) != other.system.startsWith(UNMAPPED));
  }
}
