package org.radiologytrust.ingest.hl7.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * A node of a YAML file that remembers its line, so that an error names it. Aliases, keys that
 * occur twice and further documents are refused.
 */
public final class YamlNode {
  /** The longest file, in UTF-16 units. A mapping has a few pages. */
  static final int MAX_LENGTH = 500_000;

  private static final int MAX_DEPTH = 10;

  private final String file;
  private final int line;
  private final @Nullable String text;
  private final List<YamlNode> items = new ArrayList<>();
  private final Map<String, YamlNode> fields = new LinkedHashMap<>();
  private final JsonToken kind;

  private YamlNode(String file, int line, JsonToken kind, @Nullable String text) {
    this.file = file;
    this.line = line;
    this.kind = kind;
    this.text = text;
  }

  /**
   * Parses a file.
   *
   * @param file its name, for errors
   * @throws IllegalArgumentException naming file and line, if it is not valid
   */
  public static YamlNode parse(String file, String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          file + ": longer than " + MAX_LENGTH + " characters; a mapping has a few pages");
    }
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        return new YamlNode(file, 1, JsonToken.START_OBJECT, null);
      }
      YamlNode root = read(file, parser, 0);
      if (parser.nextToken() != null) {
        throw at(file, line(parser), "a second document; write one");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw notYaml(file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read");
    }
  }

  private static IllegalArgumentException notYaml(String file, JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return at(file, marked.getProblemMark().getLine() + 1, "not YAML: " + marked.getProblem());
    }
    String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    return at(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), "not YAML: " + what);
  }

  private static int line(YAMLParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }

  private static YamlNode read(String file, YAMLParser parser, int depth) throws IOException {
    int line = line(parser);
    if (depth > MAX_DEPTH) {
      throw at(file, line, "nested deeper than any key of a mapping");
    }
    if (parser.isCurrentAlias()) {
      throw at(file, line, "an alias (*); write the value itself");
    }
    JsonToken token = parser.currentToken();
    YamlNode node = new YamlNode(file, line, token, token.isScalarValue() ? parser.getText() : "");
    if (token == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        node.items.add(read(file, parser, depth + 1));
      }
    } else if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        int at = line(parser);
        parser.nextToken();
        if (node.fields.put(key, read(file, parser, depth + 1)) != null) {
          throw at(file, at, key + " occurs twice");
        }
      }
    }
    return node;
  }

  private static IllegalArgumentException at(String file, int line, String what) {
    return new IllegalArgumentException(file + " line " + line + ": " + what);
  }

  /** An error about this node. */
  public IllegalArgumentException error(String what) {
    return at(file, line, what);
  }

  int line() {
    return line;
  }

  boolean isMap() {
    return kind == JsonToken.START_OBJECT;
  }

  /** The fields of a map whose keys the author of the file chooses, in their order. */
  public Map<String, YamlNode> entries() {
    if (!isMap()) {
      throw error("write 'key: value' lines here");
    }
    return fields;
  }

  /**
   * The fields of a map.
   *
   * @throws IllegalArgumentException if this is no map, or has another key
   */
  public Map<String, YamlNode> entries(Collection<String> allowed) {
    entries()
        .forEach(
            (key, value) -> {
              if (!allowed.contains(key)) {
                throw value.error(key + " is not known; allowed: " + String.join(", ", allowed));
              }
            });
    return fields;
  }

  /** The items of a list; a single value counts as a list of one. */
  public List<YamlNode> items() {
    if (kind == JsonToken.START_ARRAY) {
      return items;
    }
    return List.of(this);
  }

  /** The text of a value; may be empty. */
  public String text() {
    if (kind == JsonToken.VALUE_NULL || !kind.isScalarValue()) {
      throw error("write a single value here; \"\" is an empty one");
    }
    return text;
  }

  /** The texts of a list, or of a single value. */
  List<String> texts() {
    return items().stream().map(YamlNode::text).toList();
  }

  /** A value that is read from the text; its errors get file and line. */
  public <T> T as(Function<String, T> reader) {
    try {
      return reader.apply(text());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(file + " line") ? e : error(message);
    }
  }
}
