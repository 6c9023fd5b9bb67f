package org.radiologytrust.ingest.fhir.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.ByteOffsets;
import org.radiologytrust.ingest.SizedJson;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.PageBox;
import org.radiologytrust.model.Span;

/**
 * Finds the bytes of a message that hold the value of an element. In JSON they are the string
 * between its quotes or the whole object, in XML the whole element.
 *
 * <p>An element is named by its path from the root resource, such as {@code
 * Bundle.entry[2].resource.presentedForm[0].data}.
 */
public final class ValuePlaces {
  private static final JsonFactory JSON = SizedJson.builder().build();

  private final String text;
  private final ByteOffsets bytes;
  private final boolean json;
  private final Map<String, Range> ranges = new HashMap<>();

  /**
   * In UTF-16 units of the decoded message.
   *
   * @param start the first unit
   * @param end the unit after the last
   */
  private record Range(int start, int end) {}

  /**
   * @param body the message
   * @param wanted paths of the elements
   */
  public ValuePlaces(byte[] body, Charset charset, boolean xml, Set<String> wanted) {
    String decoded = new String(body, charset);
    boolean marked = decoded.startsWith("\ufeff");
    text = marked ? decoded.substring(1) : decoded;
    int start = marked ? "\ufeff".getBytes(charset).length : 0;
    bytes = new ByteOffsets(body, start, text, charset);
    json = !xml;
    try {
      if (xml) {
        findXml(wanted);
      } else {
        findJson(wanted);
      }
    } catch (IOException | XMLStreamException e) {
      // the message was parsed before; what was found until here is right
      return;
    }
  }

  /** The whole value, which holds a run of the report's text in another form. */
  Optional<Origin> whole(String path, Span run, @Nullable PageBox box) {
    return Optional.ofNullable(ranges.get(path))
        .map(r -> new Origin(run, path, bytes.of(r.start), bytes.of(r.end), "", box));
  }

  /**
   * A part of a value.
   *
   * @param from first UTF-16 unit of the part in the value
   * @param part the part itself
   */
  Optional<Origin> part(String path, int from, String part, Span run) {
    Range range = ranges.get(path);
    if (range == null || !json) {
      return whole(path, run, null);
    }
    int start = behind(range.start, from);
    int end = behind(start, part.length());
    int first = bytes.of(start);
    int last = bytes.of(end);
    boolean same = text.startsWith(part, start) && end - start == part.length();
    String charset = same && bytes.exact(part, first, last) ? bytes.charset().name() : "";
    return Optional.of(new Origin(run, path, first, last, charset, null));
  }

  /** The place behind so many units of a JSON string. */
  private int behind(int start, int units) {
    int at = start;
    for (int i = 0; i < units; i++) {
      boolean escape = text.charAt(at) == '\\';
      at += !escape ? 1 : text.charAt(at + 1) == 'u' ? 6 : 2;
    }
    return at;
  }

  private void findJson(Set<String> wanted) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      Deque<String> path = new ArrayDeque<>();
      path.push(resourceType(text));
      Deque<Integer> index = new ArrayDeque<>();
      Deque<Integer> starts = new ArrayDeque<>();
      JsonToken token = parser.nextToken();
      while (token != null) {
        if (token.isStructStart() || token.isScalarValue()) {
          String here = here(parser, path, index, token);
          if (token == JsonToken.VALUE_STRING && wanted.contains(here)) {
            parser.finishToken();
            int start = (int) parser.currentTokenLocation().getCharOffset() + 1;
            ranges.put(here, new Range(start, (int) parser.currentLocation().getCharOffset() - 1));
          }
          if (token.isStructStart()) {
            path.push(here);
            index.push(0);
            starts.push((int) parser.currentTokenLocation().getCharOffset());
          }
        } else if (token.isStructEnd()) {
          String here = path.pop();
          index.pop();
          int start = starts.pop();
          if (wanted.contains(here)) {
            ranges.put(here, new Range(start, (int) parser.currentLocation().getCharOffset()));
          }
        }
        token = parser.nextToken();
      }
    }
  }

  private static String here(
      JsonParser parser, Deque<String> path, Deque<Integer> index, JsonToken token) {
    var context = parser.getParsingContext();
    if (token.isStructStart()) {
      context = context.getParent();
    }
    String around = path.element();
    if (context.inArray()) {
      int number = index.pop();
      index.push(number + 1);
      return around + "[" + number + "]";
    }
    return context.inRoot() ? around : around + "." + context.getCurrentName();
  }

  private static String resourceType(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("resourceType")) {
          return parser.getText();
        }
        parser.skipChildren();
      }
      return "";
    }
  }

  /** Elements that repeat have an index in FHIR's paths; XML does not tell which ones do. */
  private void findXml(Set<String> wanted) throws XMLStreamException {
    Map<String, String> names = new HashMap<>();
    wanted.forEach(path -> names.put(indexed(path), path));
    // of the same length, so that places stay the same
    String plain = SyntaxScan.withoutEntities(text);
    XMLStreamReader reader = SyntaxScan.xmlFactory().createXMLStreamReader(new StringReader(plain));
    Deque<String> path = new ArrayDeque<>();
    Deque<Map<String, Integer>> counts = new ArrayDeque<>();
    Deque<Integer> starts = new ArrayDeque<>();
    int before = 0;
    while (reader.hasNext()) {
      int event = reader.next();
      int behind = reader.getLocation().getCharacterOffset();
      if (event == XMLStreamConstants.START_ELEMENT) {
        path.push(
            path.isEmpty()
                ? reader.getLocalName()
                : child(path.element(), reader.getLocalName(), counts.element()));
        counts.push(new HashMap<>());
        starts.push(before);
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        String name = names.get(path.pop());
        counts.pop();
        int start = starts.pop();
        if (name != null) {
          ranges.put(name, new Range(start, behind));
        }
      }
      before = behind;
    }
  }

  private static String child(String path, String name, Map<String, Integer> counts) {
    boolean resource =
        Character.isUpperCase(name.charAt(0))
            && (path.matches(".*\\.(resource|contained)\\[\\d+]"));
    // the resource itself has no name of its own in a path
    return resource
        ? path
        : path + "." + name + "[" + (counts.merge(name, 1, Integer::sum) - 1) + "]";
  }

  private static String indexed(String path) {
    StringBuilder indexed = new StringBuilder();
    for (String step : path.split("\\.")) {
      boolean root = indexed.isEmpty();
      indexed.append(root ? "" : ".").append(step);
      indexed.append(root || step.endsWith("]") ? "" : "[0]");
    }
    return indexed.toString();
  }
}
