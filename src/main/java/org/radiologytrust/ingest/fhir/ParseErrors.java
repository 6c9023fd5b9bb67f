package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;

/**
 * Passes over what R4 does not know and stops at what it knows otherwise. HAPI's own handlers write
 * values into logs and messages, and a value may be a patient's.
 */
final class ParseErrors implements IParserErrorHandler {
  /** Names the element's parent only, which is a name of the FHIR model. */
  static final class Malformed extends RuntimeException {
    Malformed(String problem, IParseLocation location) {
      super(
          problem
              + (location == null || location.getParentElementName() == null
                  ? ""
                  : " in " + location.getParentElementName()),
          null,
          false,
          false);
    }
  }

  @Override
  public void containedResourceWithNoId(IParseLocation location) {
    // nothing can refer to it
  }

  @Override
  public void incorrectJsonType(
      IParseLocation location,
      String element,
      ValueType expected,
      ScalarType expectedScalar,
      ValueType found,
      ScalarType foundScalar) {
    // A number or boolean for a string of the same spelling, or the other way round, loses nothing.
    if (expected != ValueType.SCALAR || found != ValueType.SCALAR) {
      throw new Malformed("an element has the wrong JSON type", location);
    }
  }

  @Override
  public void invalidValue(IParseLocation location, String value, String error) {
    throw new Malformed("an element has a value that R4 does not allow", location);
  }

  @Override
  public void missingRequiredElement(IParseLocation location, String element) {
    // the mapping asks for what it needs
  }

  @Override
  public void unexpectedRepeatingElement(IParseLocation location, String element) {
    throw new Malformed("an element is repeated that R4 allows once", location);
  }

  @Override
  public void unknownAttribute(IParseLocation location, String attribute) {
    // newer releases and servers add their own
  }

  @Override
  public void unknownElement(IParseLocation location, String element) {
    // newer releases and servers add their own
  }

  @Override
  public void unknownReference(IParseLocation location, String reference) {
    // the mapping resolves what it needs
  }

  @Override
  public void invalidInternalReference(IParseLocation location, String reference) {
    // the mapping resolves what it needs
  }

  @Override
  public void extensionContainsValueAndNestedExtensions(IParseLocation location) {
    throw new Malformed("an extension has both a value and extensions", location);
  }
}
