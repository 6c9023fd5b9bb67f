package org.radiologytrust.ingest.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Looks over JSON and XML before they are parsed into resources: nesting, repeated keys, document
 * types, numbers. The parser behind recurses, takes the last of two equal keys in silence, and
 * writes numbers out.
 */
final class SyntaxScan {
  private final FhirLimits limits;
  private final JsonFactory json;

  SyntaxScan(FhirLimits limits) {
    this.limits = limits;
    this.json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth())
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
  }

  /**
   * One JSON object, nothing after it, no key twice; narratives in it pass {@link #xml}.
   *
   * @return whether a string in it is a number that is too long where it is a decimal
   */
  boolean json(String text) throws FhirRefusedException {
    boolean suspect = false;
    try (JsonParser parser = json.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw FhirRefusedException.unreadable("The body is no JSON object; send one FHIR resource");
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw FhirRefusedException.unreadable(
              "The body is no complete JSON object; send it again, whole");
        } else if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.VALUE_STRING && "div".equals(parser.currentName())) {
          xml(parser.getText());
        } else if (token == JsonToken.VALUE_STRING) {
          suspect |= suspect(parser.getText());
        } else if (token.isNumeric() && isTooLong(parser.getText())) {
          throw tooLong();
        }
      }
      if (parser.nextToken() != null) {
        throw FhirRefusedException.unreadable(
            "The body goes on after the resource; send one FHIR resource");
      }
      return suspect;
    } catch (IOException e) {
      throw FhirRefusedException.unreadable(
          "The body is no JSON, repeats a key, or nests deeper than " + limits.depth() + " levels");
    }
  }

  /**
   * Well-formed XML without a document type.
   *
   * @return as {@link #json}
   */
  boolean xml(String text) throws FhirRefusedException {
    boolean suspect = false;
    // HTML's named entities are usual in narratives, and declared only by a document type.
    String plain = text.replaceAll("&[A-Za-z][A-Za-z0-9]*;", " ");
    int depth = 0;
    try {
      XMLStreamReader reader = xmlFactory().createXMLStreamReader(new StringReader(plain));
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          throw FhirRefusedException.unreadable(
              "XML with a document type is not read; send it without DOCTYPE");
        } else if (event == XMLStreamConstants.START_ELEMENT) {
          if (++depth > limits.depth()) {
            throw FhirRefusedException.unreadable(
                "The XML nests deeper than " + limits.depth() + " levels");
          }
          String value = reader.getAttributeValue(null, "value");
          suspect |= value != null && suspect(value);
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
      reader.close();
      return suspect;
    } catch (XMLStreamException e) {
      throw FhirRefusedException.unreadable(
          "The XML, or the XHTML of a narrative, is not well-formed");
    }
  }

  /** An identifier may look like a number with a large exponent, but not like a very long one. */
  private boolean suspect(String text) throws FhirRefusedException {
    boolean tooLong = isTooLong(text);
    if (tooLong && text.length() > limits.digits()) {
      throw tooLong();
    }
    return tooLong;
  }

  /** Whether this is a number, and one that is too long when it is written out. */
  boolean isTooLong(String text) {
    return NumberLength.size(text) > limits.digits();
  }

  FhirRefusedException tooLong() {
    return FhirRefusedException.unreadable(
        "A number is longer than "
            + limits.digits()
            + " digits when it is written out; send a shorter one");
  }

  /** A new one each time: it holds on to the last text that it read. */
  private static XMLInputFactory xmlFactory() {
    // The runtime's own: what else is on the class path must not decide about entities.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }
}
