package org.radiologytrust.ingest.fhir.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.radiologytrust.ingest.SizedJson;

/**
 * Checks JSON and XML before they are parsed to resources: nesting, repeated keys, document types,
 * numbers, the number of elements. HAPI's parser is recursive, silently uses the last of two equal
 * keys, writes numbers out, and makes objects of each element, however short.
 */
final class SyntaxScan {
  private static final Pattern ENTITY = Pattern.compile("&[A-Za-z][A-Za-z0-9]*;");

  private final FhirLimits limits;
  private final JsonFactory json;

  /**
   * What a scan found.
   *
   * @param elements how many elements the message has
   * @param suspect whether a string in it would be too long a number if its element is a decimal
   */
  record Found(int elements, boolean suspect) {}

  /** Counts the elements of a message. */
  private final class Elements {
    private int count;

    void add(int more) throws FhirRefusedException {
      count += more;
      if (count > limits.elements()) {
        throw FhirRefusedException.unreadable(
            "The message has more than "
                + limits.elements()
                + " elements (rtl.fhir.max-elements); send one report");
      }
    }
  }

  SyntaxScan(FhirLimits limits) {
    this.limits = limits;
    this.json =
        SizedJson.builder(limits.depth())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
  }

  /**
   * Checks a JSON text: one object, nothing after it, no repeated key. Narratives in it must pass
   * {@link #xml}.
   *
   * @throws FhirRefusedException if it is not valid
   */
  Found json(String text) throws FhirRefusedException {
    boolean suspect = false;
    Elements elements = new Elements();
    try (JsonParser parser = json.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw FhirRefusedException.unreadable(
            "The body is not a JSON object; send one FHIR resource");
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        elements.add(1);
        if (token == null) {
          throw FhirRefusedException.unreadable(
              "The JSON object in the body is incomplete; send the complete resource");
        } else if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.VALUE_STRING && "div".equals(parser.currentName())) {
          xml(parser.getText(), elements);
        } else if (token == JsonToken.VALUE_STRING) {
          suspect |= isSuspect(parser.getText());
        } else if (token.isNumeric() && isTooLong(parser.getText())) {
          throw tooLong();
        }
      }
      if (parser.nextToken() != null) {
        throw FhirRefusedException.unreadable(
            "The body continues after the resource; send one FHIR resource");
      }
      return new Found(elements.count, suspect);
    } catch (IOException e) {
      throw FhirRefusedException.unreadable(
          "The body is not valid JSON, repeats a key, or is nested deeper than "
              + limits.depth()
              + " levels");
    }
  }

  /**
   * Checks an XML text: well-formed, without a document type.
   *
   * @throws FhirRefusedException if it is not valid
   */
  Found xml(String text) throws FhirRefusedException {
    Elements elements = new Elements();
    boolean suspect = xml(text, elements);
    return new Found(elements.count, suspect);
  }

  private boolean xml(String text, Elements elements) throws FhirRefusedException {
    boolean suspect = false;
    String plain = withoutEntities(text);
    int depth = 0;
    try {
      XMLStreamReader reader = xmlFactory().createXMLStreamReader(new StringReader(plain));
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          throw FhirRefusedException.unreadable(
              "XML with a document type is refused; send it without DOCTYPE");
        } else if (event == XMLStreamConstants.START_ELEMENT) {
          if (++depth > limits.depth()) {
            throw FhirRefusedException.unreadable(
                "The XML is nested deeper than " + limits.depth() + " levels");
          }
          elements.add(1 + reader.getAttributeCount());
          String value = reader.getAttributeValue(null, "value");
          suspect |= value != null && isSuspect(value);
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

  /**
   * Whether a string would be too long a number. A short one is allowed, because it may be an
   * identifier that looks like a number with a large exponent.
   */
  private boolean isSuspect(String text) throws FhirRefusedException {
    boolean tooLong = isTooLong(text);
    if (tooLong && text.length() > limits.digits()) {
      throw tooLong();
    }
    return tooLong;
  }

  /** Whether a text is a number that is too long when it is written out. */
  boolean isTooLong(String text) {
    return NumberLength.size(text) > limits.digits();
  }

  FhirRefusedException tooLong() {
    return FhirRefusedException.unreadable(
        "A number has more than "
            + limits.digits()
            + " digits when it is written out; send a shorter one");
  }

  /**
   * The text with blanks in place of HTML's named entities, which only a document type could
   * declare. Narratives often use them.
   */
  static String withoutEntities(String text) {
    return ENTITY.matcher(text).replaceAll(entity -> " ".repeat(entity.group().length()));
  }

  /** Creates a new factory for each text, because a factory keeps the last text in memory. */
  static XMLInputFactory xmlFactory() {
    // the JDK's own factory: a library on the class path must not decide about entities
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }
}
