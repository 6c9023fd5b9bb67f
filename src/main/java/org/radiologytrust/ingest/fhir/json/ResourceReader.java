package org.radiologytrust.ingest.fhir.json;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.ingest.SizedJson;
import org.radiologytrust.ingest.document.MediaType;

/**
 * Parses bytes to an R4 resource, with the elements that R4 does not know ({@link
 * UnknownElement#of}). Fetches nothing, expands no entities and logs no values.
 */
public final class ResourceReader {
  /** Stands for bytes that cannot be decoded. */
  private static final char REPLACED = '\ufffd';

  /** More elements than all but the largest messages have. */
  private static final int LARGE = 50_000;

  private static final ObjectMapper JSON = new ObjectMapper(SizedJson.builder().build());

  private final FhirContext fhir;
  private final SyntaxScan scan;

  /** Held while a large message is parsed: many at once would take the heap. */
  private final Object largeMessage = new Object();

  public ResourceReader(FhirContext fhir, FhirLimits limits) {
    this.fhir = fhir;
    this.scan = new SyntaxScan(limits);
  }

  public Resource read(byte[] body, MediaType type) throws FhirRefusedException {
    if (type.charset().isEmpty()) {
      throw FhirRefusedException.unreadable("The content type names an unknown charset");
    }
    if (!type.isR4()) {
      throw FhirRefusedException.otherVersion();
    }
    String text = decode(body, type.charset().get());
    SyntaxScan.Found found = type.isFhirXml() ? scan.xml(text) : scan.json(text);
    IParser parser = type.isFhirXml() ? fhir.newXmlParser() : fhir.newJsonParser();
    parser.setParserErrorHandler(new ParseErrors());
    parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
    Resource resource =
        found.elements() > LARGE
            ? parseAlone(parser, text, type.isFhirXml())
            : parse(parser, text, type.isFhirXml());
    if (found.suspect()) {
      requireShortDecimals(resource);
    }
    return resource;
  }

  private Resource parseAlone(IParser parser, String text, boolean xml)
      throws FhirRefusedException {
    synchronized (largeMessage) {
      return parse(parser, text, xml);
    }
  }

  private Resource parse(IParser parser, String text, boolean xml) throws FhirRefusedException {
    Resource resource = parse(parser, text);
    UnknownElements unknown = new UnknownElements(fhir);
    try {
      if (xml) {
        new UnknownInXml(text, unknown).find();
      } else {
        new UnknownInJson(unknown).resource(JSON.readTree(text), "");
      }
    } catch (JsonProcessingException | XMLStreamException e) {
      throw new IllegalStateException("a message that was parsed cannot be read again");
    }
    unknown.attach(resource);
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

  /**
   * Reads bytes that {@link #read} refused because of their character set, for nothing but the
   * numbers in them, which are ASCII. Never throws.
   */
  public Optional<Resource> readNumbers(byte[] body, MediaType type) {
    Charset named = type.charset().orElse(StandardCharsets.UTF_8);
    Charset charset = wide(body).orElse(named);
    String text = new String(body, charset);
    if (charset.equals(named) && text.indexOf(REPLACED) < 0) {
      return Optional.empty();
    }
    try {
      byte[] utf8 = text.replaceFirst("^\ufeff", "").getBytes(StandardCharsets.UTF_8);
      return Optional.of(read(utf8, type.in(StandardCharsets.UTF_8)));
    } catch (FhirRefusedException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** UTF-16 if the first character, which is ASCII or a byte order mark, is written so. */
  private static Optional<Charset> wide(byte[] body) {
    if (body.length < 2) {
      return Optional.empty();
    } else if (body[0] == 0 || body[0] == (byte) 0xfe && body[1] == (byte) 0xff) {
      return Optional.of(StandardCharsets.UTF_16BE);
    }
    return body[1] == 0 || body[0] == (byte) 0xff && body[1] == (byte) 0xfe
        ? Optional.of(StandardCharsets.UTF_16LE)
        : Optional.empty();
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
