package org.radiologytrust.ingest.hl7.mapping;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.AssigningAuthorities;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.hl7.mapping.SiteMapping.Authors.Part;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.ingest.hl7.message.Hl7Path;
import org.radiologytrust.model.Author;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Texts;

/** Reads one file of a mapping. What the file leaves out is taken from another mapping. */
public final class MappingReader {
  private static final String NOT_RADIOLOGY = "$notRadiology";
  private static final Set<String> SENDER = Set.of("facilities", "applications");

  private final RadiologyCodes codes;
  private final Charsets charsets;

  public MappingReader(RadiologyCodes codes, Charsets charsets) {
    this.codes = codes;
    this.charsets = charsets;
  }

  /**
   * Reads a file.
   *
   * @param name such as {@code sites/north.yaml}
   * @param shipped whether it is the file of the product
   * @param base the mapping for what the file leaves out; null for a file that may leave out
   *     nothing, and is for every facility
   * @throws IllegalArgumentException naming file and line, if it is not valid
   */
  SiteMapping read(String name, String text, boolean shipped, @Nullable SiteMapping base) {
    YamlNode root = YamlNode.parse(name, text);
    Map<String, YamlNode> keys = root.entries(allowed(base));
    SiteMapping.Source source = new SiteMapping.Source(name, Texts.sha256(text).substring(0, 12));
    One one = new One(source, shipped, keys, root);
    if (base == null) {
      one.complete();
    }
    return one.mapping(base);
  }

  private static List<String> allowed(@Nullable SiteMapping base) {
    Stream<String> all =
        Stream.concat(
            Stream.of(MappedField.values()).map(field -> field.key),
            Stream.of(
                "radiology",
                "modalities",
                "status",
                "sections",
                "authors",
                "software",
                "templates",
                "authorities",
                "charset",
                "zone",
                "withoutResults"));
    return (base == null ? all : Stream.concat(SENDER.stream().sorted(), all)).sorted().toList();
  }

  /** One file. */
  private final class One {
    private final SiteMapping.Source source;
    private final boolean shipped;
    private final Map<String, YamlNode> keys;
    private final YamlNode root;

    One(SiteMapping.Source source, boolean shipped, Map<String, YamlNode> keys, YamlNode root) {
      this.source = source;
      this.shipped = shipped;
      this.keys = keys;
      this.root = root;
    }

    void complete() {
      for (String key : allowed(null)) {
        if (!keys.containsKey(key)) {
          throw root.error(key + " is missing; a default mapping has every key");
        }
      }
    }

    SiteMapping mapping(@Nullable SiteMapping base) {
      return new SiteMapping(
          source,
          new SiteMapping.Sender(base == null ? Set.of() : facilities(), names("applications")),
          radiology(base),
          fields(base),
          map("modalities", base == null ? null : base.modalities(), (key, node) -> modality(node)),
          statuses(base == null ? null : base.statuses()),
          sections(base == null ? null : base.sections()),
          authors(base == null ? null : base.authors()),
          map("authorities", base == null ? null : base.authorities(), (key, node) -> uri(node)),
          value("charset", this::charset, () -> base == null ? "" : base.charset()),
          value("zone", this::zone, () -> base == null ? null : base.zone()),
          value(
              "withoutResults",
              MappingReader::ignores,
              () -> base == null ? null : base.ignoresWithoutResults()));
    }

    private Set<String> facilities() {
      Set<String> names = names("facilities");
      if (names.isEmpty()) {
        throw root.error(
            "facilities is missing; list the names or universal ids of MSH-4 that it is for");
      }
      return names;
    }

    private Set<String> names(String key) {
      YamlNode node = keys.get(key);
      if (node == null) {
        return Set.of();
      }
      Set<String> names = new LinkedHashSet<>();
      for (YamlNode item : node.items()) {
        if (item.text().isBlank()) {
          throw item.error(key + " has an empty name");
        }
        names.add(item.text().strip());
      }
      return names;
    }

    private List<SiteMapping.Filter> radiology(@Nullable SiteMapping base) {
      Map<String, YamlNode> parts =
          keys.containsKey("radiology")
              ? keys.get("radiology").entries(List.of("only", "not"))
              : Map.of();
      List<SiteMapping.Filter> filters = new ArrayList<>();
      for (boolean wanted : new boolean[] {true, false}) {
        YamlNode part = parts.get(wanted ? "only" : "not");
        if (part != null) {
          part.entries().forEach((path, values) -> filters.add(filter(path, values, wanted)));
        } else if (base != null) {
          base.radiology().stream().filter(f -> f.wanted() == wanted).forEach(filters::add);
        }
      }
      return filters;
    }

    private SiteMapping.Filter filter(String path, YamlNode listed, boolean wanted) {
      Set<String> values = new LinkedHashSet<>();
      Set<String> prefixes = new LinkedHashSet<>();
      for (YamlNode item : listed.items()) {
        String value = item.text();
        if (value.equals(NOT_RADIOLOGY)) {
          values.addAll(codes.notRadiology());
        } else if (value.startsWith("$")) {
          throw item.error(value + " is no list; the only one is " + NOT_RADIOLOGY);
        } else if (value.endsWith("*")) {
          prefixes.add(value.substring(0, value.length() - 1));
        } else {
          values.add(value);
        }
      }
      return new SiteMapping.Filter(rule(path, listed), values, prefixes, wanted);
    }

    private Map<MappedField, List<Rule>> fields(@Nullable SiteMapping base) {
      Map<MappedField, List<Rule>> all = new EnumMap<>(MappedField.class);
      for (MappedField field : MappedField.values()) {
        YamlNode node = keys.get(field.key);
        all.put(field, node == null && base != null ? base.rules(field) : rules(node, field));
      }
      return all;
    }

    private List<Rule> rules(YamlNode node, MappedField field) {
      return field == MappedField.PATIENT_IDS ? rules(node, "PID") : rules(node, "");
    }

    /**
     * The paths of a list.
     *
     * @param segment that all must name; empty for any
     */
    private List<Rule> rules(YamlNode node, String segment) {
      List<Rule> rules = new ArrayList<>();
      for (YamlNode item : node.items()) {
        Rule rule = rule(item.text(), item);
        if (!segment.isEmpty() && !rule.path().segment().equals(segment)) {
          throw item.error(item.text() + " is not a field of " + segment);
        }
        rules.add(rule);
      }
      return List.copyOf(rules);
    }

    private Rule rule(String path, YamlNode node) {
      try {
        return new Rule(Hl7Path.of(path), where(node));
      } catch (IllegalArgumentException e) {
        throw node.error(e.getMessage());
      }
    }

    private String where(YamlNode node) {
      return shipped ? Rule.SHIPPED : source.name() + ":" + node.line();
    }

    private SiteMapping.Statuses statuses(SiteMapping.@Nullable Statuses base) {
      Map<String, YamlNode> parts = part("status", List.of("fields", "words"), base == null);
      return new SiteMapping.Statuses(
          parts.containsKey("fields") ? rules(parts.get("fields"), "") : base.fields(),
          parts.containsKey("words")
              ? mapped(parts.get("words"), MappingReader::folded, (key, node) -> status(node))
              : base.words());
    }

    private SiteMapping.Sections sections(SiteMapping.@Nullable Sections base) {
      Map<String, YamlNode> parts =
          part("sections", List.of("fields", "codes", "headings"), base == null);
      return new SiteMapping.Sections(
          parts.containsKey("fields") ? rules(parts.get("fields"), "OBX") : base.fields(),
          parts.containsKey("codes")
              ? mapped(parts.get("codes"), String::strip, (key, node) -> section(node))
              : base.codes(),
          parts.containsKey("headings")
              ? mapped(parts.get("headings"), MappingReader::folded, (key, node) -> section(node))
              : base.headings());
    }

    private SiteMapping.Authors authors(SiteMapping.@Nullable Authors base) {
      Map<String, YamlNode> parts =
          part("authors", Stream.of(Part.values()).map(Part::key).toList(), base == null);
      Map<Part, List<SiteMapping.Authors.Field>> fields = new EnumMap<>(Part.class);
      for (Part part : Part.values()) {
        YamlNode node = parts.get(part.key());
        fields.put(
            part, node == null ? base.of(part) : node.items().stream().map(this::author).toList());
      }
      return new SiteMapping.Authors(
          fields,
          keys.containsKey("software") ? folded(names("software")) : base.software(),
          keys.containsKey("templates") ? folded(names("templates")) : base.templates());
    }

    private SiteMapping.Authors.Field author(YamlNode node) {
      if (!node.isMap()) {
        return new SiteMapping.Authors.Field(
            rule(node.text(), node), List.of(), Author.Kind.PERSON);
      }
      Map<String, YamlNode> parts = node.entries(List.of("path", "time", "kind"));
      if (!parts.containsKey("path")) {
        throw node.error("path is missing; write the field that names the author");
      }
      Rule rule = rule(parts.get("path").text(), parts.get("path"));
      List<Rule> times =
          parts.containsKey("time")
              ? rules(parts.get("time"), rule.path().segment())
              : List.<Rule>of();
      return new SiteMapping.Authors.Field(
          rule,
          times.stream().map(Rule::path).toList(),
          parts.containsKey("kind") ? kind(parts.get("kind")) : Author.Kind.PERSON);
    }

    /** The keys of a part; all of them if the file may leave out nothing. */
    private Map<String, YamlNode> part(String key, List<String> allowed, boolean all) {
      YamlNode node = keys.get(key);
      Map<String, YamlNode> parts = node == null ? Map.of() : node.entries(allowed);
      for (String needed : all ? allowed : List.<String>of()) {
        if (!parts.containsKey(needed)) {
          throw node.error(key + " has no " + needed + "; a default mapping has every key");
        }
      }
      return parts;
    }

    private <T> Map<String, T> map(
        String key, @Nullable Map<String, T> base, BiFunction<String, YamlNode, T> reader) {
      YamlNode node = keys.get(key);
      return node == null && base != null ? base : mapped(node, String::strip, reader);
    }

    private <T> T value(
        String key, java.util.function.Function<YamlNode, T> reader, Supplier<T> base) {
      return keys.containsKey(key) ? reader.apply(keys.get(key)) : base.get();
    }

    private String charset(YamlNode node) {
      String name = node.text().strip();
      return name.isEmpty()
          ? ""
          : node.as(
              text -> {
                charsets.unnamed(name);
                return name;
              });
    }

    private @Nullable ZoneId zone(YamlNode node) {
      String name = node.text().strip();
      try {
        return name.isEmpty() ? null : ZoneId.of(name);
      } catch (DateTimeException e) {
        throw node.error(name + " is not a time zone; write one such as Europe/Berlin");
      }
    }
  }

  private static <T> Map<String, T> mapped(
      YamlNode node,
      java.util.function.UnaryOperator<String> key,
      BiFunction<String, YamlNode, T> reader) {
    Map<String, T> all = new LinkedHashMap<>();
    node.entries()
        .forEach(
            (name, value) -> {
              if (all.put(key.apply(name), reader.apply(name, value)) != null) {
                throw value.error(name + " occurs twice");
              }
            });
    return Map.copyOf(all);
  }

  private static String folded(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }

  private static Set<String> folded(Set<String> words) {
    return words.stream().map(MappingReader::folded).collect(Collectors.toUnmodifiableSet());
  }

  private static Author.Kind kind(YamlNode node) {
    for (Author.Kind kind : Author.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(folded(node.text()))) {
        return kind;
      }
    }
    throw node.error(node.text() + " is no kind of author; write person, software or template");
  }

  private static @Nullable Boolean ignores(YamlNode node) {
    return switch (node.text().strip()) {
      case "" -> null;
      case "ignore" -> true;
      case "refuse" -> false;
      default -> throw node.error(node.text() + " is not known; write ignore or refuse");
    };
  }

  private static String modality(YamlNode node) {
    String code = node.text().strip();
    if (!code.matches("[A-Z]{2,16}")) {
      throw node.error(code + " is not a modality code of DICOM; write one such as CT or DX");
    }
    return code;
  }

  private static String uri(YamlNode node) {
    String uri = node.text().strip();
    if (!AssigningAuthorities.isAbsolute(uri)) {
      throw node.error("needs an absolute URI such as urn:oid:1.2.3");
    }
    return uri;
  }

  private static ReportStatus status(YamlNode node) {
    for (ReportStatus status : ReportStatus.values()) {
      if (status.code().equals(folded(node.text()))) {
        return status;
      }
    }
    throw node.error(
        node.text()
            + " is not a status; write one of "
            + String.join(", ", Stream.of(ReportStatus.values()).map(ReportStatus::code).toList()));
  }

  private static Section section(YamlNode node) {
    for (Section section : Section.values()) {
      if (section.name().equals(node.text().strip().toUpperCase(Locale.ROOT))) {
        return section;
      }
    }
    throw node.error(
        node.text()
            + " is not a section; write one of "
            + String.join(", ", Stream.of(Section.values()).map(Section::name).toList()));
  }
}
