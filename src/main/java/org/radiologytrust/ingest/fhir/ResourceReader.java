package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.ingest.document.MediaType;

/** Parses bytes to an R4 resource. Fetches nothing, expands no entities and logs no values. */
final class ResourceReader {
  private final FhirContext fhir;
  private final SyntaxScan scan;

  ResourceReader(FhirContext fhir, FhirLimits limits) {
    this.fhir = fhir;
    this.scan = new SyntaxScan(limits);
  }

  Resource read(byte[] body, MediaType type) throws FhirRefusedException {
    if (type.charset().isEmpty()) {
      throw FhirRefusedException.unreadable("The content type names an unknown charset");
    }
    String text = decode(body, type.charset().get());
    boolean checkDecimals = type.isFhirXml() ? scan.xml(text) : scan.json(text);
    IParser parser = type.isFhirXml() ? fhir.newXmlParser() : fhir.newJsonParser();
    parser.setParserErrorHandler(new ParseErrors());
    parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
    Resource resource = parse(parser, text);
    if (checkDecimals) {
      requireShortDecimals(resource);
    }
    return resource;
  }

  /**
   * Refuses long decimals. The parser keeps decimals from XML and from JSON strings unexpanded, and
   * no later code may expand one.
   */
  private void requireShortDecimals(Resource resource) throws FhirRefusedException {
    for (DecimalType decimal :
        fhir.newTerser().getAllPopulatedChildElementsOfType(resource, DecimalType.class)) {
      if (scan.isTooLong(decimal.getValueAsString())) {
        throw scan.tooLong();
      }
    }
    if (resource instanceof Bundle bundle) {
      // the elements of a Bundle do not include those of its resources
      for (BundleEntryComponent entry : bundle.getEntry()) {
        if (entry.hasResource()) {
          requireShortDecimals(entry.getResource());
        }
      }
    }
  }

  private static Resource parse(IParser parser, String text) throws FhirRefusedException {
    try {
      IBaseResource resource = parser.parseResource(text);
      if (resource instanceof Resource r4) {
        return r4;
      }
    } catch (ParseErrors.Malformed e) {
      throw FhirRefusedException.unreadable(
          "The body is not a FHIR R4 resource: " + e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // the parser's own messages may quote values
      Throwable cause = e.getCause();
      String where = cause instanceof ParseErrors.Malformed m ? ": " + m.getMessage() : "";
      throw FhirRefusedException.unreadable("The body is not a FHIR R4 resource" + where);
    }
    throw FhirRefusedException.unreadable("The body is not a FHIR R4 resource");
  }

  /** Decodes strictly: replacing an invalid byte could change a word of the report. */
  static String decode(byte[] bytes, Charset charset) throws FhirRefusedException {
    try {
      String text =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw FhirRefusedException.unreadable(
          "The bytes are not valid " + charset.name() + "; name the charset in the content type");
    }
  }
}
