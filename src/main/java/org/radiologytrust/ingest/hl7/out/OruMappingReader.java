package org.radiologytrust.ingest.hl7.out;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.mapping.YamlNode;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.ingest.hl7.message.Hl7Path;
import org.radiologytrust.model.Severity;

/** Reads {@code publish/oru.yaml}. */
final class OruMappingReader {
  static final String FILE = "publish/oru.yaml";
  private static final List<String> KEYS =
      List.of("charset", "form", "fields", "references", "visit", "abnormal");

  /** What the product writes itself, by segment. */
  private static final Map<String, Set<Integer>> OURS =
      Map.of(
          "MSH", Set.of(1, 2, 7, 9, 10, 12, 18),
          "ORC", Set.of(3),
          "OBR", Set.of(1, 3, 7, 22, 25));

  /** Longer than any field of these segments. */
  private static final int LAST_FIELD = 60;

  private final Charsets charsets;
  private final Map<String, YamlNode> keys;
  private final YamlNode root;

  private OruMappingReader(SiteFiles files, Charsets charsets) {
    this.charsets = charsets;
    this.root = YamlNode.parse(FILE, files.text(FILE));
    this.keys = new HashMap<>(YamlNode.parse(FILE, SiteFiles.shipped().text(FILE)).entries());
    keys.putAll(root.entries(KEYS));
  }

  /**
   * Reads the site's file, or the shipped one.
   *
   * @throws IllegalArgumentException naming file and line, if it is not valid
   */
  static OruMapping read(SiteFiles files, Charsets charsets) {
    return new OruMappingReader(files, charsets).mapping();
  }

  private OruMapping mapping() {
    return new OruMapping(
        keys.get("charset").as(this::charset),
        keys.get("form").as(OruMappingReader::form),
        fields(),
        keys.get("references").entries().entrySet().stream()
            .map(e -> new OruMapping.Reference(e.getKey(), value(e.getValue())))
            .toList(),
        keys.get("visit").as(OruMappingReader::flag),
        abnormal());
  }

  private String charset(String name) {
    charsets.written(name);
    return name;
  }

  private static OruMapping.Form form(String word) {
    return Arrays.stream(OruMapping.Form.values())
        .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(word + " is no form; write obx, nte, html or pdf"));
  }

  private static boolean flag(String word) {
    if (!word.equals("true") && !word.equals("false")) {
      throw new IllegalArgumentException(word + " is not known; write true or false");
    }
    return word.equals("true");
  }

  private List<OruMapping.Field> fields() {
    List<OruMapping.Field> fields = new ArrayList<>();
    YamlNode node = keys.get("fields");
    node.entries().forEach((path, value) -> fields.add(field(path, value)));
    if (fields.stream().noneMatch(f -> at(f.path(), 4, 1) && !f.value().isBlank())) {
      throw node.error("OBR-4.1 is missing; write the code of an audit, which no report has");
    }
    return List.copyOf(fields);
  }

  private static boolean at(Hl7Path path, int field, int component) {
    return path.segment().equals("OBR") && path.field() == field && path.component() == component;
  }

  private static OruMapping.Field field(String text, YamlNode value) {
    Hl7Path path;
    try {
      path = Hl7Path.of(text);
    } catch (IllegalArgumentException e) {
      throw value.error(e.getMessage());
    }
    Set<Integer> ours = OURS.get(path.segment());
    if (ours == null || !path.conditions().isEmpty() || path.field() > LAST_FIELD) {
      throw value.error(text + " cannot be set; write a field of MSH, ORC or OBR");
    }
    if (ours.contains(path.field())) {
      throw value.error(text + " cannot be set: it belongs to the audit");
    }
    return new OruMapping.Field(path, value(value));
  }

  private static String value(YamlNode node) {
    String value = node.text();
    if (value.startsWith("$")
        && Stream.of(OruMapping.Number.values()).noneMatch(n -> n.word.equals(value))) {
      throw node.error(
          value
              + " is no number of a report; write one of "
              + Stream.of(OruMapping.Number.values())
                  .map(n -> n.word)
                  .collect(Collectors.joining(", ")));
    }
    return value;
  }

  private Map<Severity, String> abnormal() {
    Map<Severity, String> all = new EnumMap<>(Severity.class);
    List<String> codes = Stream.of(Severity.values()).map(Severity::code).toList();
    Map<String, YamlNode> words = keys.get("abnormal").entries(codes);
    for (Severity severity : Severity.values()) {
      YamlNode word = words.get(severity.code());
      all.put(severity, word == null ? "" : word.text());
    }
    return Map.copyOf(all);
  }
}
