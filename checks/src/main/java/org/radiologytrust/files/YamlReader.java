package org.radiologytrust.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads one data file, and merges one that has only {@link WordChanges}. These are refused: unknown
 * keys, keys that occur twice, keys and items without a value, missing keys of components that are
 * not {@code @Nullable}, and empty lists that are neither that nor {@link MayBeEmpty}.
 */
final class YamlReader {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .annotationIntrospector(new RequiredComponents())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Shipped files that were read, by their texts. */
  private static final Map<String, ReadTokens> SHIPPED = new ConcurrentHashMap<>();

  // how Jackson's messages begin that have no exception of their own
  private static final String MISSING = "Missing required creator property";
  private static final String DUPLICATE = "Duplicate field";

  private final SiteFiles files;
  private final String file;
  private final JavaType type;
  private final @Nullable String own;
  private final String shipped;
  private final boolean hasShipped;
  private final WordChanges changes =
      new WordChanges((key, what) -> wrong(line(key), key, what, null));
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param files that it is one of
   * @param file its name, for messages
   * @param type what to read it into
   * @param own content of the site's own file; {@code null} for none
   * @param shipped content of the file that it replaces; {@code null} for none
   */
  YamlReader(
      SiteFiles files, String file, Type type, @Nullable String own, @Nullable String shipped) {
    this.files = files;
    this.file = file;
    this.type = YAML.constructType(type);
    this.own = own;
    hasShipped = shipped != null;
    this.shipped = shipped != null ? shipped : this.type.isCollectionLikeType() ? "[]" : "{}";
  }

  /**
   * Reads the site's own file, and takes what it lacks, or does not change, from the shipped one.
   * Without a file of the site, it reads the shipped one.
   *
   * @param partial whether lists, sets and maps that both lack are empty
   * @throws IllegalArgumentException naming file, line and key, if the file is not valid
   */
  <T> T read(boolean partial) {
    try {
      if (own != null && changes.areIn(file, YAML.createParser(own), hasShipped)) {
        return readMerged(own, partial);
      }
      JsonParser parser = own == null ? tokens(shipped).parser() : YAML.createParser(own);
      boolean complete = own == null && !partial;
      if (complete || !(tree(own == null ? "{}" : shipped) instanceof ObjectNode all)) {
        return read(parser);
      }
      ParserWithDefaults completed = new ParserWithDefaults(parser, all, type, partial);
      T read = read(completed);
      for (JsonPointer key : completed.taken()) {
        warnings.add(file + " lacks " + text(key) + ": the shipped value is used");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw wrong(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it is read from memory
    }
  }

  private <T> T readMerged(String changed, boolean partial) throws IOException {
    List<String> keys =
        type.isRecordType()
            ? RequiredComponents.of(type.getRawClass()).stream()
                .map(RecordComponent::getName)
                .toList()
            : List.of();
    JsonNode merged = changes.merged(tree(shipped), treeWithoutNulls(changed), keys);
    for (WordChanges.Remark remark : changes.remarks()) {
      warnings.add(message(line(remark.place()), remark.place(), remark.what()));
    }
    JsonParser parser = merged.traverse(YAML);
    boolean complete = !partial || !(merged instanceof ObjectNode);
    return read(
        complete ? parser : new ParserWithDefaults(parser, (ObjectNode) merged, type, partial));
  }

  private static ReadTokens tokens(String text) throws IOException {
    ReadTokens known = SHIPPED.get(text);
    if (known == null) {
      // not computeIfAbsent: scanning may throw, and two threads may as well both scan
      try (JsonParser parser = YAML.createParser(text)) {
        known = new ReadTokens(parser);
      }
      SHIPPED.put(text, known);
    }
    return known;
  }

  /**
   * What a text says, each value as it is written: YAML takes the words "on" and "no" for true and
   * false, and only a type tells that words are meant.
   */
  static JsonNode tree(String text) throws IOException {
    return treeOf(YAML.createParser(text));
  }

  private static JsonNode treeWithoutNulls(String text) throws IOException {
    return treeOf(new ParserWithoutNulls(YAML.createParser(text)));
  }

  private static JsonNode treeOf(JsonParser text) throws IOException {
    try (JsonParser parser = text) {
      parser.nextToken();
      return tree(parser);
    }
  }

  private static JsonNode tree(JsonParser parser) throws IOException {
    if (parser.isExpectedStartObjectToken()) {
      ObjectNode object = YAML.createObjectNode();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        object.set(key, tree(parser));
      }
      return object;
    }
    if (parser.isExpectedStartArrayToken()) {
      ArrayNode list = YAML.createArrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(tree(parser));
      }
      return list;
    }
    return TextNode.valueOf(parser.getText());
  }

  private <T> T read(JsonParser parser) throws IOException {
    try (JsonParser all = new ParserWithoutNulls(parser)) {
      return YAML.readerFor(type)
          .withAttribute(SiteFiles.class, files)
          .withAttribute(SiteFiles.NAME, file.substring(file.lastIndexOf('/') + 1))
          .readValue(all);
    }
  }

  /**
   * Refuses lists, sets and maps without an item in what was read, unless their record allows it.
   *
   * @param partial whether those of the outermost record are allowed to be empty
   * @throws IllegalArgumentException naming file, line and key of the first one
   */
  void refuseEmptyLists(Object read, boolean partial) {
    JsonPointer empty = EmptyLists.first(read, partial);
    if (empty != null) {
      throw wrongOfMerged(empty, "needs an item", null);
    }
  }

  /** What people are to be told of the site's file, in sentences; known after reading. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  private IllegalArgumentException wrong(JsonProcessingException e) {
    Throwable first = e.getCause() == null ? e : e.getCause();
    if (first instanceof StreamReadException bytes) {
      JsonPointer key = bytes.getProcessor().getParsingContext().pathAsPointer();
      int line = bytes.getLocation().getLineNr();
      return wrong(line > 0 ? line : line(key), key, what(bytes), e);
    }
    JsonPointer key = JsonPointer.empty();
    if (e instanceof JsonMappingException mapping) {
      for (JsonMappingException.Reference part : mapping.getPath()) {
        String name = part.getFieldName();
        key = name == null ? key.appendIndex(part.getIndex()) : key.appendProperty(name);
      }
    }
    return wrongOfMerged(key, what(e), e);
  }

  /** What is wrong at a place of what was read, which a site's file may only change. */
  private IllegalArgumentException wrongOfMerged(
      JsonPointer key, String what, @Nullable Exception cause) {
    JsonPointer origin = changes.origin(key);
    return wrong(line(origin), WordChanges.isAdded(origin) ? origin : key, what, cause);
  }

  private static String what(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    if (e instanceof UnrecognizedPropertyException) {
      return "there is no such key";
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return String.valueOf(e.getCause().getMessage());
    }
    if (message.startsWith(DUPLICATE)) {
      return "is there twice";
    }
    return message.startsWith(MISSING) ? "is missing" : message;
  }

  private IllegalArgumentException wrong(
      int line, JsonPointer key, String what, @Nullable Exception cause) {
    return new IllegalArgumentException(message(line, key, what), cause);
  }

  /** As {@link SiteFiles#message}. */
  String message(String place, String what) {
    JsonPointer key = JsonPointer.compile("/" + place);
    return message(line(key), key, what);
  }

  private String message(int line, JsonPointer key, String what) {
    String place = key.matches() ? "" : text(key) + " ";
    return file + " line " + line + ": " + place + what;
  }

  /** A place as people read it: {@code normal/3/is}. */
  private static String text(JsonPointer key) {
    return key.toString().substring(1).replace("~1", "/").replace("~0", "~");
  }

  /** The line of a key or item, or of the nearest one around it that the file has. */
  private int line(JsonPointer key) {
    for (JsonPointer sought = key; !sought.matches(); sought = sought.head()) {
      int line = lineOf(sought);
      if (line > 0) {
        return line;
      }
    }
    return 1;
  }

  /** The line of a key or item; 0 if the file has none up to where it can be read. */
  private int lineOf(JsonPointer key) {
    try (JsonParser parser = YAML.createParser(own == null ? shipped : own)) {
      for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
        if (parser.getParsingContext().pathAsPointer().equals(key)) {
          return parser.currentTokenLocation().getLineNr();
        }
      }
      return 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
