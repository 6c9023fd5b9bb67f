package org.radiologytrust.ingest.fhir.json;

import static org.radiologytrust.ingest.fhir.json.UnknownElements.join;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Finds the elements, attributes and texts between tags of an XML message that R4 does not define.
 */
final class UnknownInXml {
  private static final Set<String> OF_ELEMENTS = Set.of("id");
  private static final Set<String> OF_EXTENSIONS = Set.of("id", "url");
  private static final Set<String> OF_VALUES = Set.of("id", "value");

  private final UnknownElements unknown;
  private final XMLStreamReader reader;

  /**
   * @param text well-formed, as {@link SyntaxScan} allows it
   */
  UnknownInXml(String text, UnknownElements unknown) throws XMLStreamException {
    this.unknown = unknown;
    this.reader =
        SyntaxScan.xmlFactory()
            .createXMLStreamReader(new StringReader(SyntaxScan.withoutEntities(text)));
  }

  void find() throws XMLStreamException {
    reader.nextTag();
    resource("");
  }

  /** Reads the resource whose tag the reader is at. */
  private void resource(String path) throws XMLStreamException {
    BaseRuntimeElementDefinition<?> definition = unknown.resource(reader.getLocalName());
    if (definition == null) {
      skip(); // the parser refuses the message
    } else {
      element(definition, path, "");
    }
  }

  private void element(BaseRuntimeElementDefinition<?> definition, String resource, String path)
      throws XMLStreamException {
    attributes(definition, resource, path);
    Map<String, Integer> counts = new HashMap<>();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      if (reader.isStartElement()) {
        String name = reader.getLocalName();
        int index = counts.merge(name, 1, Integer::sum) - 1;
        child(definition, resource, join(path, name), index);
      } else {
        characters(resource, path.isEmpty() ? "text" : path);
      }
    }
  }

  /** Text between tags has no meaning in FHIR. */
  private void characters(String resource, String path) {
    if (reader.isCharacters() && !reader.isWhiteSpace()) {
      unknown.add(resource, path, path, reader.getText());
    }
  }

  /**
   * @param path without the index
   */
  private void child(
      BaseRuntimeElementDefinition<?> parent, String resource, String path, int index)
      throws XMLStreamException {
    String place = path + "[" + index + "]";
    BaseRuntimeElementDefinition<?> definition = unknown.child(parent, reader.getLocalName());
    if (definition == null) {
      unknown.values(resource, path);
      values(resource, path, place);
    } else if (UnknownElements.holdsResource(definition)) {
      String inner = join(resource, UnknownElements.isContained(definition) ? place : path);
      attributes(definition, resource, path);
      while (reader.next() != XMLStreamConstants.END_ELEMENT) {
        if (reader.isStartElement()) {
          resource(inner);
        } else {
          characters(resource, path);
        }
      }
    } else if (definition.getName().equals("xhtml")) {
      skip();
    } else {
      element(definition, resource, place);
    }
  }

  private void attributes(
      BaseRuntimeElementDefinition<?> definition, String resource, String path) {
    Set<String> known =
        UnknownElements.isPrimitive(definition)
            ? OF_VALUES
            : definition.getName().equals("Extension") ? OF_EXTENSIONS : OF_ELEMENTS;
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String name = reader.getAttributeLocalName(i);
      String namespace = reader.getAttributeNamespace(i);
      if (!known.contains(name) && (namespace == null || namespace.isEmpty())) {
        String place = join(path, name);
        unknown.add(resource, place, place, reader.getAttributeValue(i));
      }
    }
  }

  /** Adds all that an unknown element holds. */
  private void values(String resource, String element, String path) throws XMLStreamException {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String name = reader.getAttributeLocalName(i);
      String place = name.equals("value") ? path : join(path, name);
      unknown.add(resource, element, place, reader.getAttributeValue(i));
    }
    Map<String, Integer> counts = new HashMap<>();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      if (reader.isStartElement()) {
        String name = reader.getLocalName();
        int index = counts.merge(name, 1, Integer::sum) - 1;
        values(resource, element, join(path, name) + (index == 0 ? "" : "[" + index + "]"));
      } else if (reader.isCharacters() && !reader.isWhiteSpace()) {
        unknown.add(resource, element, path, reader.getText());
      }
    }
  }

  private void skip() throws XMLStreamException {
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      if (reader.isStartElement()) {
        skip();
      }
    }
  }
}
