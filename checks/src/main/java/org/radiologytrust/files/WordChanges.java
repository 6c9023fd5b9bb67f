package org.radiologytrust.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.radiologytrust.model.Texts;

/**
 * Merges a site's file that says only what differs into the shipped list of words. Under {@code
 * without} stands what the site does not want, under {@code add} what it wants besides, each in the
 * form of the shipped file:
 *
 * <ul>
 *   <li>Objects are merged key by key.
 *   <li>A list loses the items that are equal, and gets the new ones at its end.
 *   <li>A single value is replaced by the one under {@code add}.
 *   <li>A list of keys under {@code without} takes these out of an object.
 * </ul>
 *
 * <p>What is there already, or is not there, is only told: an upgrade may have brought it.
 */
final class WordChanges {
  /** Not the tables: they are published, and stand for one edition. */
  private static final Pattern WORDS = Pattern.compile("words/[a-z]{2,3}/[^/]+[.]yaml");

  private static final Pattern TABLE = Pattern.compile("words/[a-z]{2,3}/tables/[^/]+[.]yaml");

  private static final String ADD = "add";
  private static final String WITHOUT = "without";

  /** A place in the site's file, and what people are to be told of it. */
  record Remark(JsonPointer place, String what) {}

  private final BiFunction<JsonPointer, String, IllegalArgumentException> wrong;
  private final Map<JsonPointer, JsonPointer> origins = new HashMap<>();
  private final List<Remark> remarks = new ArrayList<>();

  /**
   * @param wrong makes the exception for a place in the site's file
   */
  WordChanges(BiFunction<JsonPointer, String, IllegalArgumentException> wrong) {
    this.wrong = wrong;
  }

  /**
   * Whether a site's file says only what differs.
   *
   * @param parser before its first token
   * @param shipped whether there is a file that it can change
   */
  boolean areIn(String file, JsonParser parser, boolean shipped) {
    boolean words = WORDS.matcher(file).matches();
    boolean table = TABLE.matcher(file).matches();
    Set<String> keys = words || table ? outermostKeys(parser) : Set.of();
    Set<String> changes = new TreeSet<>(keys);
    changes.retainAll(Set.of(ADD, WITHOUT));
    if (changes.isEmpty()) {
      return false;
    }
    JsonPointer first = at(changes.iterator().next());
    if (table) {
      throw wrong.apply(
          first,
          "is for lists of words: a published table is of one edition, so replace all of it");
    }
    if (changes.size() < keys.size()) {
      throw wrong.apply(
          first, "stands beside other keys: a file has changes, or replaces the shipped one");
    }
    if (!shipped) {
      throw wrong.apply(first, "has no shipped file to change: leave out this key");
    }
    return true;
  }

  /** Up to where the file can be read. */
  private static Set<String> outermostKeys(JsonParser parser) {
    Set<String> keys = new TreeSet<>();
    try (parser) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          keys.add(parser.currentName());
          parser.nextToken();
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // reading the file tells what is wrong
    }
    return keys;
  }

  /**
   * The shipped words with the changes.
   *
   * @param own what the site's file says
   * @param keys that the outermost object can have; none if it can have any
   */
  JsonNode merged(JsonNode shipped, JsonNode own, Collection<String> keys) {
    JsonNode merged = shipped.deepCopy();
    JsonNode without = own.get(WITHOUT);
    if (without != null) {
      for (String key : keys(without)) {
        if (!keys.isEmpty() && !keys.contains(key)) {
          throw wrong.apply(at(WITHOUT).appendProperty(key), "there is no such key");
        }
      }
      takeOut(merged, without, JsonPointer.empty(), at(WITHOUT));
    }
    JsonNode add = own.get(ADD);
    if (add != null) {
      if (without != null) {
        refuseBoth(add, without, at(ADD));
      }
      add(merged, add, JsonPointer.empty(), at(ADD));
    }
    return merged;
  }

  /** Whether a place in the site's file is among what it adds. */
  static boolean isAdded(JsonPointer origin) {
    return ADD.equals(origin.getMatchingProperty());
  }

  /** What people are to be told, known after merging. */
  List<Remark> remarks() {
    return List.copyOf(remarks);
  }

  /**
   * Where the site's file says what stands at a place of the merged words, or what is missing
   * there; the same place if it says nothing about it.
   */
  JsonPointer origin(JsonPointer merged) {
    JsonPointer tail = JsonPointer.empty();
    for (JsonPointer place = merged; place != null; place = place.head()) {
      JsonPointer origin = origins.get(place);
      if (origin != null) {
        return origin.append(tail);
      }
      if (place.matches()) {
        break;
      }
      tail = JsonPointer.empty().append(place.last()).append(tail);
    }
    return merged;
  }

  private void takeOut(JsonNode of, JsonNode what, JsonPointer at, JsonPointer from) {
    refuseEmpty(what, from);
    if (of instanceof ObjectNode object && what instanceof ArrayNode keys) {
      for (int i = 0; i < keys.size(); i++) {
        if (!keys.get(i).isValueNode()) {
          throw wrong.apply(from.appendIndex(i), "must be a key of the shipped file");
        }
        String key = keys.get(i).asText();
        origins.put(at.appendProperty(key), from.appendIndex(i));
        if (object.remove(key) == null) {
          tell(from.appendIndex(i), keys.get(i), "is not in the shipped file: leave it out");
        }
      }
    } else if (of instanceof ObjectNode object && what instanceof ObjectNode) {
      for (Map.Entry<String, JsonNode> entry : what.properties()) {
        JsonPointer place = from.appendProperty(entry.getKey());
        JsonNode known = object.get(entry.getKey());
        if (known == null) {
          tell(place, entry.getValue(), "is not in the shipped file: leave it out");
        } else if (known.isValueNode()) {
          throw wrong.apply(place, "is a single value: replace it under add, or list its key");
        } else {
          takeOut(known, entry.getValue(), at.appendProperty(entry.getKey()), place);
        }
      }
    } else if (of instanceof ArrayNode list && what instanceof ArrayNode) {
      origins.put(at, from);
      for (int i = 0; i < what.size(); i++) {
        if (!removed(list, what.get(i))) {
          tell(from.appendIndex(i), what.get(i), "is not in the shipped list: leave it out");
        }
      }
    } else {
      throw wrong.apply(from, "must be " + form(of) + ", as in the shipped file");
    }
  }

  private static boolean removed(ArrayNode list, JsonNode item) {
    int before = list.size();
    for (Iterator<JsonNode> items = list.iterator(); items.hasNext(); ) {
      if (items.next().equals(item)) {
        items.remove();
      }
    }
    return list.size() < before;
  }

  private void add(JsonNode to, JsonNode what, JsonPointer at, JsonPointer from) {
    refuseEmpty(what, from);
    if (to instanceof ObjectNode object && what instanceof ObjectNode) {
      for (Map.Entry<String, JsonNode> entry : what.properties()) {
        JsonPointer place = at.appendProperty(entry.getKey());
        JsonPointer origin = from.appendProperty(entry.getKey());
        JsonNode known = object.get(entry.getKey());
        boolean single = known != null && known.isValueNode() && entry.getValue().isValueNode();
        if (known != null && !single) {
          add(known, entry.getValue(), place, origin);
          continue;
        }
        if (single && known.equals(entry.getValue())) {
          tell(origin, known, "is the shipped value already: leave it out");
        }
        object.set(entry.getKey(), entry.getValue());
        origins.put(place, origin);
      }
    } else if (to instanceof ArrayNode list && what instanceof ArrayNode) {
      for (int i = 0; i < what.size(); i++) {
        if (has(list, what.get(i))) {
          tell(from.appendIndex(i), what.get(i), "is in the list already: leave it out");
        } else {
          origins.put(at.appendIndex(list.size()), from.appendIndex(i));
          list.add(what.get(i));
        }
      }
    } else {
      throw wrong.apply(from, "must be " + form(to) + ", as in the shipped file");
    }
  }

  /** Nobody can tell which of both is meant. */
  private void refuseBoth(JsonNode add, JsonNode without, JsonPointer from) {
    if (add instanceof ObjectNode && without instanceof ObjectNode) {
      for (Map.Entry<String, JsonNode> entry : add.properties()) {
        JsonNode other = without.get(entry.getKey());
        if (other != null) {
          refuseBoth(entry.getValue(), other, from.appendProperty(entry.getKey()));
        }
      }
    } else if (add instanceof ArrayNode && without instanceof ArrayNode list) {
      for (int i = 0; i < add.size(); i++) {
        if (has(list, add.get(i))) {
          throw wrong.apply(from.appendIndex(i), "is under without, too");
        }
      }
    }
  }

  private void refuseEmpty(JsonNode what, JsonPointer from) {
    if (what.isContainerNode() && what.isEmpty()) {
      throw wrong.apply(from, "needs an item");
    }
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    if (node instanceof ObjectNode) {
      node.fieldNames().forEachRemaining(keys::add);
    }
    return keys;
  }

  private static boolean has(ArrayNode list, JsonNode item) {
    for (JsonNode one : list) {
      if (one.equals(item)) {
        return true;
      }
    }
    return false;
  }

  private void tell(JsonPointer place, JsonNode item, String what) {
    String shown = item.isValueNode() ? "(" + Texts.printable(item.asText()) + ") " : "";
    remarks.add(new Remark(place, shown + what));
  }

  private static String form(JsonNode node) {
    return node.isArray() ? "a list" : node.isObject() ? "keys with values" : "a single value";
  }

  private static JsonPointer at(String key) {
    return JsonPointer.empty().appendProperty(key);
  }
}
