package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.regex.Pattern;

/**
 * A business identifier and its assigning authority (HL7 CX, FHIR Identifier, DICOM PatientID with
 * IssuerOfPatientID).
 *
 * @param system URI of the authority's namespace, for example {@code urn:oid:1.2.3}; empty when
 *     unknown
 * @param value the identifier itself; compared exactly, case-sensitive
 * @param type code of HL7 table 0203 (MR, ACSN, FILL, PLAC ...); empty when unknown
 */
public record Identifier(String system, String value, String type) {
  public Identifier {
    system = Texts.orEmpty(system);
    value = Texts.orEmpty(value);
    type = Texts.orEmpty(type);
  }

  /**
   * Prefix of {@code system} for an HL7 assigning authority that the site has not mapped to a URI.
   */
  public static final String UNMAPPED = "urn:rtl:authority:";

  private static final Pattern OID = Pattern.compile("[0-2](\\.(0|[1-9]\\d*+))++");

  /** Whether a text is an OID. */
  public static boolean isOid(String text) {
    return OID.matcher(text).matches();
  }

  /**
   * Whether it can be the number of one person. An insurance, account or visit number is not. What
   * has no type, or one that table 0203 does not know, is.
   */
  @JsonIgnore
  public boolean isOfPerson() {
    return NumberType.isOfPerson(type);
  }

  /**
   * Whether both are the number of one person: the value is the same and the authorities do not
   * differ. An unknown authority matches every other. An unmapped HL7 authority matches every URI.
   */
  public boolean matches(Identifier other) {
    return isOfPerson() && other.isOfPerson() && isSameNumber(other);
  }

  /** As {@link #matches}, also for numbers of an insurance, an account or a visit. */
  boolean isSameNumber(Identifier other) {
    return !value.isEmpty() && value.equals(other.value) && mayBeOfOneAuthority(other);
  }

  /** Whether nothing says that the authorities are different. */
  public boolean mayBeOfOneAuthority(Identifier other) {
    return system.isEmpty()
        || other.system.isEmpty()
        || system.equals(other.system)
        || system.startsWith(UNMAPPED) != other.system.startsWith(UNMAPPED);
  }
}
