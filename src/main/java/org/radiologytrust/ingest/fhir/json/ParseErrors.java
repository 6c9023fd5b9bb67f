package org.radiologytrust.ingest.fhir.json;

import ca.uhn.fhir.parser.IParserErrorHandler;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Ignores elements that R4 does not define and refuses elements that violate R4. HAPI's own
 * handlers write values, which may be patient data, into logs and messages.
 */
final class ParseErrors implements IParserErrorHandler {
  /** Names only the parent element, which is a name of the FHIR model. */
  static final class Malformed extends RuntimeException {
    Malformed(String problem, @Nullable IParseLocation location) {
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
    // no reference can point to it
  }

  @Override
  public void incorrectJsonType(
      IParseLocation location,
      String element,
      ValueType expected,
      ScalarType expectedScalar,
      ValueType found,
      ScalarType foundScalar) {
    // a number or boolean instead of a string with the same spelling, or the reverse, loses nothing
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
    // the mapping checks the elements that it needs
  }

  @Override
  public void unexpectedRepeatingElement(IParseLocation location, String element) {
    throw new Malformed("an element that R4 allows only once is repeated", location);
  }

  @Override
  public void unknownAttribute(IParseLocation location, String attribute) {
    // UnknownElements finds it, and all that it holds
  }

  @Override
  public void unknownElement(IParseLocation location, String element) {
    // UnknownElements finds it, and all that it holds
  }

  @Override
  public void unknownReference(IParseLocation location, String reference) {
    // the mapping resolves the references that it needs
  }

  @Override
  public void invalidInternalReference(IParseLocation location, String reference) {
    // the mapping resolves the references that it needs
  }

  @Override
  public void extensionContainsValueAndNestedExtensions(IParseLocation location) {
    throw new Malformed("an extension has both a value and extensions", location);
  }
}
