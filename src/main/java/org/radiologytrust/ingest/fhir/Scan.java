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
 * types. The parser behind recurses, and takes the last of two equal keys in silence.
 */
final class Scan {
  private final int maxDepth;
  private final JsonFactory json;

  Scan(int maxDepth) {
    this.maxDepth = maxDepth;
    this.json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
  }

  /** One JSON object, nothing after it, no key twice; narratives in it pass {@link #xml}. */
  void json(String text) throws Refused {
    try (JsonParser parser = json.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Refused.unreadable("The body is no JSON object; send one FHIR resource");
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw Refused.unreadable("The body is no complete JSON object; send it again, whole");
        } else if (token.isStructStart()) {
          depth++;
        } else if (token.isStructEnd()) {
          depth--;
        } else if (token == JsonToken.VALUE_STRING && "div".equals(parser.currentName())) {
          xml(parser.getText());
        }
      }
      if (parser.nextToken() != null) {
        throw Refused.unreadable("The body goes on after the resource; send one FHIR resource");
      }
    } catch (IOException e) {
      throw Refused.unreadable(
          "The body is no JSON, repeats a key, or nests deeper than " + maxDepth + " levels");
    }
  }

  /** Well-formed XML without a document type. */
  void xml(String text) throws Refused {
    // HTML's named entities are usual in narratives, and declared only by a document type.
    String plain = text.replaceAll("&[A-Za-z][A-Za-z0-9]*;", " ");
    int depth = 0;
    try {
      XMLStreamReader reader = xmlFactory().createXMLStreamReader(new StringReader(plain));
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          throw Refused.unreadable("XML with a document type is not read; send it without DOCTYPE");
        } else if (event == XMLStreamConstants.START_ELEMENT && ++depth > maxDepth) {
          throw Refused.unreadable("The XML nests deeper than " + maxDepth + " levels");
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
      reader.close();
    } catch (XMLStreamException e) {
      throw Refused.unreadable("The XML, or the XHTML of a narrative, is not well-formed");
    }
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
