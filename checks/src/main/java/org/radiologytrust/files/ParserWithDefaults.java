package org.radiologytrust.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file and, behind the last key of an object, the keys that the object lacks. What the file
 * says under its own keys stands. Completed are the outermost object and those in it whose keys are
 * fixed. In others, such as a list of findings, a missing key says that it is not wanted.
 */
final class ParserWithDefaults extends JsonParserDelegate {
  private final JsonParser file;
  private final Map<JsonPointer, ObjectNode> defaults = new HashMap<>();
  private final Map<JsonPointer, Set<String>> keys = new HashMap<>();
  private final List<JsonPointer> taken = new ArrayList<>();

  /**
   * @param all the outermost object with all keys that the file may lack
   * @param type what the file is read into
   * @param partial whether lists, sets and maps that {@code all} lacks, too, are empty
   */
  ParserWithDefaults(JsonParser file, ObjectNode all, JavaType type, boolean partial) {
    super(file);
    this.file = file;
    ObjectNode outermost = all.deepCopy();
    defaults.put(JsonPointer.empty(), outermost);
    if (type.isRecordType()) {
      for (RecordComponent component : RequiredComponents.of(type.getRawClass())) {
        String key = component.getName();
        boolean list =
            Collection.class.isAssignableFrom(component.getType())
                || ItemList.class.isAssignableFrom(component.getType());
        if (all.get(key) instanceof ObjectNode inner && hasFixedKeys(component)) {
          defaults.put(JsonPointer.empty().appendProperty(key), inner);
        } else if (partial && !all.has(key) && list) {
          outermost.putArray(key);
        } else if (partial && !all.has(key) && Map.class.isAssignableFrom(component.getType())) {
          outermost.putObject(key);
        }
      }
    }
  }

  private static boolean hasFixedKeys(RecordComponent component) {
    boolean byEnum =
        component.getGenericType() instanceof ParameterizedType map
            && map.getActualTypeArguments()[0] instanceof Class<?> key
            && key.isEnum();
    return component.getType().isRecord() || byEnum;
  }

  /** The places of the keys that were missing; known after reading. */
  List<JsonPointer> taken() {
    return List.copyOf(taken);
  }

  @Override
  public @Nullable JsonToken nextToken() throws IOException {
    JsonToken token = delegate.nextToken();
    if (delegate != file) {
      if (token == JsonToken.END_OBJECT && getParsingContext().inRoot()) {
        delegate = file;
      }
    } else if (token == JsonToken.FIELD_NAME) {
      JsonPointer object = getParsingContext().getParent().pathAsPointer();
      keys.computeIfAbsent(object, place -> new HashSet<>()).add(currentName());
    } else if (token == JsonToken.END_OBJECT) {
      ObjectNode missing = missing(getParsingContext().pathAsPointer());
      if (!missing.isEmpty()) {
        delegate = missing.traverse(file.getCodec());
        delegate.nextToken();
        return delegate.nextToken();
      }
    }
    return token;
  }

  private ObjectNode missing(JsonPointer object) {
    ObjectNode all = defaults.get(object);
    ObjectNode missing = all == null ? JsonNodeFactory.instance.objectNode() : all.deepCopy();
    missing.remove(keys.getOrDefault(object, Set.of()));
    missing
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isValueNode() || !entry.getValue().isEmpty()) {
                taken.add(object.appendProperty(entry.getKey()));
              }
            });
    return missing;
  }
}
