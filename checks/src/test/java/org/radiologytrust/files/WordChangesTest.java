package org.radiologytrust.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.check.Checks;

/** Files of a site that say what differs from the shipped lists of words. */
@Tag("safety")
class WordChangesTest {
  private static final Path RESOURCES = Path.of("checks/src/main/resources");
  private static final String NEW = "zzyzx";

  @TempDir Path folder;

  private SiteFiles site(String file, String text) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.writeString(folder.resolve(file), text);
    return SiteFiles.in(folder);
  }

  private static Object read(SiteFiles files, String file) {
    return files
        .language(file.substring(6, 8))
        .words(file.substring(9), new TypeReference<Object>() {});
  }

  private record Entry(
      List<String> words,
      @Nullable String of,
      @MayBeEmpty List<String> not,
      @Nullable Integer most) {}

  private record Words(List<String> compares, @Nullable Map<String, Entry> parts) {}

  private Words words(String text) throws IOException {
    return site("words/en/side-order.yaml", text)
        .words("side-order.yaml", new TypeReference<Words>() {});
  }

  @Test
  void wordsComeAndGoAndTheOthersStay() throws IOException {
    List<String> shipped = words("{}").compares();
    List<String> wanted = new ArrayList<>(shipped);
    wanted.remove("limited");
    wanted.add("no");
    assertEquals(wanted, words("add: {compares: [no]}\nwithout: {compares: [limited]}").compares());
  }

  @Test
  void whatIsNewToTheShippedFileIsReadAsAWholeFileIs() throws IOException {
    assertEquals(
        Map.of("lobe", new Entry(List.of("lobe", "on"), "lung", List.of(), 3)),
        words("add: {parts: {lobe: {words: [lobe, on], of: lung, not: [], most: 3}}}").parts());
  }

  @Test
  void whatTheShippedFileHasMeanwhileIsTold() throws IOException {
    SiteFiles files =
        site(
            "words/en/side-order.yaml",
            """
            # ours
            add:
              compares: [limited, mine, mine]
            without:
              compares:
                - yours
            """);
    TypeReference<Map<String, List<String>>> type = new TypeReference<>() {};
    List<String> wanted =
        new ArrayList<>(SiteFiles.shipped().words("side-order.yaml", type).get("compares"));
    wanted.add("mine");
    assertEquals(wanted, files.words("side-order.yaml", type).get("compares"));
    assertEquals(
        List.of(
            "words/en/side-order.yaml line 3: add/compares/0 (limited) is in the list already:"
                + " leave it out",
            "words/en/side-order.yaml line 3: add/compares/2 (mine) is in the list already:"
                + " leave it out",
            "words/en/side-order.yaml line 6: without/compares/0 (yours) is not in the shipped"
                + " list: leave it out"),
        files.warnings());
  }

  @Test
  void aSingleValueIsReplacedAndAnEntryTakenOutByItsKey() throws IOException {
    SiteFiles files =
        site(
            "words/en/critical-findings.yaml",
            """
            add: {findings: {pneumothorax: {minMillimeters: 30}, cord compression: {words: [x]}}}
            without: {findings: [perforation, cord compression, none such]}
            """);
    Map<?, ?> findings =
        (Map<?, ?>) ((Map<?, ?>) read(files, "words/en/critical-findings.yaml")).get("findings");
    assertEquals("30", ((Map<?, ?>) findings.get("pneumothorax")).get("minMillimeters"));
    assertEquals(Map.of("words", List.of("x")), findings.get("cord compression"));
    assertFalse(findings.containsKey("perforation"));
    assertEquals(
        List.of(
            "words/en/critical-findings.yaml line 2: without/findings/2 (none such) is not in the"
                + " shipped file: leave it out"),
        files.warnings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          add:                                | add has no value
          add: {}                             | add needs an item
          add: []                             | add needs an item
          add: word                           | add must be keys with values, as in the shipped file
          add: {compares: }                   | add/compares has no value
          add: {compares: []}                 | add/compares needs an item
          add: {compares: word}               | add/compares must be a list, as in the shipped file
          add: {compares: {word: x}}          | add/compares must be a list, as in the shipped file
          add: {compares: [a, ~]}             | add/compares/1 has no value
          add: {compares: [a], compares: [b]} | add/compares is there twice
          add: {more: [a]}                    | add/more there is no such key
          add: {parts: {lobe: {words: []}}}   | add/parts/lobe/not is missing
          add: {parts: {lobe: {words: [], not: []}}} | add/parts/lobe/words needs an item
          add: {parts: {lobe: {words: [a], not: [], most: a}}} | add/parts/lobe/most Cannot deserialize value of type `java.lang.Integer` from String "a": not a valid `java.lang.Integer` value
          without: {more: [a]}                | without/more there is no such key
          without: {compares: word}           | without/compares must be a list, as in the shipped file
          without: word                       | without must be keys with values, as in the shipped file
          without: [compares]                 | compares is missing
          without: [[compares]]               | without/0 must be a key of the shipped file
          {add: {compares: [b, a]}, without: {compares: [a]}} | add/compares/1 is under without, too
          {add: {compares: [a]}, compares: [b]} | add stands beside other keys: a file has changes, or replaces the shipped one
          {without: {compares: [a]}, more: [b]} | without stands beside other keys: a file has changes, or replaces the shipped one
          {add: {compares: [a]}, add: {compares: [b]}} | add is there twice
          """)
  void badChangesAreNamedWithFileLineAndKey(String text, String what) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> words("# ours\n" + text));
    assertEquals("words/en/side-order.yaml line 2: " + what, e.getMessage());
  }

  @Test
  void allWordsOfAListCannotBeTakenOut() throws IOException {
    String all = String.join(", ", words("{}").compares());
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> words("# ours\n\nwithout:\n  compares: [" + all + "]"));
    assertEquals("words/en/side-order.yaml line 4: compares needs an item", e.getMessage());
  }

  @Test
  void aSingleValueIsNotTakenOutByItsWords() throws IOException {
    SiteFiles files =
        site(
            "words/en/critical-findings.yaml",
            "without: {findings: {pneumothorax: {minMillimeters: 20}}}");
    assertEquals(
        "words/en/critical-findings.yaml line 1: without/findings/pneumothorax/minMillimeters is a"
            + " single value: replace it under add, or list its key",
        assertThrows(
                IllegalArgumentException.class,
                () -> read(files, "words/en/critical-findings.yaml"))
            .getMessage());
  }

  @Test
  void aTableIsReplacedAsAWhole() throws IOException {
    SiteFiles files = site("words/en/tables/bi-rads.yaml", "add: {order: ['7']}");
    assertEquals(
        "words/en/tables/bi-rads.yaml line 1: add is for lists of words: a published table is of"
            + " one edition, so replace all of it",
        assertThrows(IllegalArgumentException.class, () -> new Checks(files)).getMessage());
  }

  @Test
  void aLanguageOfTheSiteHasNothingToChange() throws IOException {
    SiteFiles files = site("words/xx/places.yaml", "add: {lung: [tagh]}");
    assertEquals(
        "words/xx/places.yaml line 1: add has no shipped file to change: leave out this key",
        assertThrows(IllegalArgumentException.class, () -> read(files, "words/xx/places.yaml"))
            .getMessage());
  }

  @Test
  void filesThatAreNoWordsHaveNoChanges() {
    assertEquals(
        Map.of("add", Map.of("a", List.of("b"))),
        SiteFiles.shipped()
            .yaml("check/strengths.yaml", "add: {a: [b]}", new TypeReference<Object>() {}));
  }

  static List<String> files() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(RESOURCES.resolve("words"))) {
      all.map(file -> RESOURCES.relativize(file).toString())
          .filter(file -> file.endsWith(".yaml") && !file.contains("/tables/"))
          .forEach(files::add);
    }
    return files;
  }

  /** Whatever a site adds and takes out, it gets the merged words, or its file is named. */
  @ParameterizedTest
  @MethodSource("files")
  void drawnChangesGiveTheMergedWordsOrARefusal(String file) throws IOException {
    JsonNode shipped = YamlReader.tree(SiteFiles.shipped().text(file));
    assertFalse(shipped.has("add") || shipped.has("without"), "keys of their own");
    Random random = new Random(file.hashCode());
    for (int draw = 0; draw < 12; draw++) {
      ObjectNode changes = JsonNodeFactory.instance.objectNode();
      JsonNode wanted = shipped.deepCopy();
      JsonNode without = random.nextInt(3) == 0 ? null : taken(wanted, random);
      JsonNode add = random.nextInt(3) == 0 ? null : added(wanted, random);
      if (add != null) {
        changes.set("add", add);
      }
      if (without != null) {
        changes.set("without", without);
      }
      if (changes.isEmpty()) {
        continue;
      }
      SiteFiles files = site(file, changes.toPrettyString());
      Object merged = read(files, file);
      assertEquals(List.of(), files.warnings(), changes::toString);
      assertEquals(read(site(file, wanted.toPrettyString()), file), merged, changes::toString);
      if (draw < 2) {
        site(file, changes.toPrettyString());
        refusedByNameOrRead(file);
      }
    }
  }

  /** Also what no site means is either read or refused. */
  @ParameterizedTest
  @MethodSource("files")
  void wildChangesAreReadOrRefused(String file) throws IOException {
    JsonNode shipped = YamlReader.tree(SiteFiles.shipped().text(file));
    Random random = new Random(file.hashCode());
    for (int draw = 0; draw < 20; draw++) {
      ObjectNode changes = JsonNodeFactory.instance.objectNode();
      changes.set(random.nextBoolean() ? "add" : "without", wild(shipped, random));
      if (random.nextInt(4) == 0) {
        changes.set("without", wild(shipped, random));
      }
      SiteFiles files = site(file, changes.toPrettyString());
      try {
        read(files, file);
        if (draw < 3) {
          refusedByNameOrRead(file);
        }
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().startsWith(file + " line "), e.getMessage());
      }
    }
  }

  /** Something of the form of the words, or not. */
  private static JsonNode wild(JsonNode words, Random random) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    switch (random.nextInt(7)) {
      case 0:
        return make.textNode(NEW);
      case 1:
        return make.arrayNode().add(NEW);
      case 2:
        return make.objectNode().set(NEW, make.arrayNode().add(NEW));
      case 3:
        return random.nextInt(3) == 0 ? make.nullNode() : make.arrayNode();
      default:
        break;
    }
    if (words instanceof ObjectNode object) {
      ObjectNode some = make.objectNode();
      drawn(names(object), random).forEach(key -> some.set(key, wild(object.get(key), random)));
      return some;
    }
    if (words instanceof ArrayNode list) {
      List<JsonNode> items = new ArrayList<>();
      list.forEach(items::add);
      ArrayNode some = make.arrayNode();
      drawn(items, random).forEach(item -> some.add(wild(item, random)));
      return some;
    }
    return words;
  }

  /** Readers look at words of several files, and name the file without its folder. */
  private void refusedByNameOrRead(String file) {
    try {
      new Checks(SiteFiles.in(folder).language(file.substring(6, 8)));
    } catch (IllegalArgumentException e) {
      String name = file.substring(file.lastIndexOf('/') + 1).replace(".yaml", "");
      assertTrue(e.getMessage().contains(name), e.getMessage());
    }
  }

  /** What is added and then taken out again leaves the shipped words. */
  @ParameterizedTest
  @MethodSource("files")
  void addThenWithoutIsTheShippedFile(String file) throws IOException {
    JsonNode shipped = YamlReader.tree(SiteFiles.shipped().text(file));
    Random random = new Random(file.hashCode());
    for (int draw = 0; draw < 12; draw++) {
      JsonNode words = shipped.deepCopy();
      JsonNode change = null;
      while (change == null) {
        change = added(words, random);
      }
      ObjectNode add = JsonNodeFactory.instance.objectNode().set("add", change);
      ObjectNode without = JsonNodeFactory.instance.objectNode().set("without", change);
      assertEquals(words, merged(shipped, add));
      JsonNode back = withoutNewKeys(shipped, change);
      if (back != null) {
        without.set("without", back);
        assertEquals(shipped, merged(words, without), change::toString);
      }
    }
  }

  private static JsonNode merged(JsonNode shipped, JsonNode changes) {
    WordChanges merger = new WordChanges((place, what) -> new IllegalArgumentException(what));
    return merger.merged(shipped, changes, List.of());
  }

  /** The change back, with the names of new keys; {@code null} where it takes more than one. */
  private static @Nullable JsonNode withoutNewKeys(JsonNode shipped, JsonNode change) {
    if (!(change instanceof ObjectNode)) {
      return change;
    }
    ArrayNode brought = JsonNodeFactory.instance.arrayNode();
    ObjectNode back = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> entry : change.properties()) {
      if (shipped.has(entry.getKey())) {
        JsonNode inner = withoutNewKeys(shipped.get(entry.getKey()), entry.getValue());
        if (inner == null) {
          return null;
        }
        back.set(entry.getKey(), inner);
      } else {
        brought.add(entry.getKey());
      }
    }
    return brought.isEmpty() ? back : back.isEmpty() ? brought : null;
  }

  /** Takes some items out of the words; what it took. */
  private static @Nullable JsonNode taken(JsonNode words, Random random) {
    if (words instanceof ObjectNode object) {
      List<String> keys = drawn(names(object), random);
      ObjectNode taken = object.objectNode();
      for (String key : keys) {
        JsonNode inner = object.get(key).isValueNode() ? null : taken(object.get(key), random);
        if (inner != null) {
          taken.set(key, inner);
        }
      }
      return taken.isEmpty() ? null : taken;
    }
    ArrayNode list = (ArrayNode) words;
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
    List<JsonNode> out = drawn(items, random);
    if (out.isEmpty()) {
      return null;
    }
    items.removeAll(out);
    list.removeAll().addAll(items);
    return list.arrayNode().addAll(out);
  }

  /** Adds some items to the words; what it added. */
  private static @Nullable JsonNode added(JsonNode words, Random random) {
    if (words instanceof ObjectNode object) {
      ObjectNode added = object.objectNode();
      for (String key : drawn(names(object), random)) {
        JsonNode value = object.get(key);
        JsonNode inner = value.isValueNode() ? null : added(value, random);
        if (inner != null) {
          added.set(key, inner);
        }
      }
      if (random.nextInt(8) == 0 && !object.isEmpty()) {
        JsonNode like = object.get(names(object).get(0));
        added.set(NEW, like.deepCopy());
        object.set(NEW, like.deepCopy());
      }
      return added.isEmpty() ? null : added;
    }
    ArrayNode list = (ArrayNode) words;
    ArrayNode added = list.arrayNode();
    for (int i = random.nextInt(3); i > 0; i--) {
      JsonNode item =
          list.isEmpty() || list.get(0).isValueNode()
              ? list.textNode(NEW + " " + i)
              : renamed(list.get(0), i);
      added.add(item);
      list.add(item);
    }
    return added.isEmpty() ? null : added;
  }

  /** An entry like another one. */
  private static JsonNode renamed(JsonNode entry, int i) {
    JsonNode copy = entry.deepCopy();
    if (copy instanceof ArrayNode list) {
      list.add(NEW + " " + i);
    } else if (copy instanceof ObjectNode object) {
      for (String key : names(object)) {
        if (object.get(key).isTextual()) {
          object.put(key, NEW + " " + i);
        } else if (object.get(key) instanceof ArrayNode list) {
          list.add(NEW + " " + i);
        }
      }
    }
    return copy;
  }

  private static List<String> names(ObjectNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static <T> List<T> drawn(List<T> all, Random random) {
    List<T> drawn = new ArrayList<>(all);
    Collections.shuffle(drawn, random);
    return drawn.subList(0, Math.min(drawn.size(), random.nextInt(4)));
  }
}
