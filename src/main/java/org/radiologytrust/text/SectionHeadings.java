package org.radiologytrust.text;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SiteFiles;

/**
 * Classifies single lines of a report: heading, subheading, administrative line or plain text. The
 * words are in {@code headings.yaml}.
 */
final class SectionHeadings {
  private static final String FILE = "headings.yaml";

  /** A longer line is never the name of an examination. */
  private static final int MAX_TITLE = 80;

  /** Matches nothing. */
  private static final String NEVER = "(?!)";

  /** Separates the names in a compound heading such as {@code INDICATION/CLINICAL QUESTION}. */
  private static final String JOINT = "(?:[ \\t]{0,2}[/&,][ \\t]{0,2}|[ \\t]{1,2}and[ \\t]{1,2})";

  private static final Pattern LABEL =
      Pattern.compile(
          "[ \\t]{0,20}(\\p{Lu}[\\p{L} ,/&-]{1,58}(?:\\([\\p{L} ,/&-]{1,30}\\))?):(?=\\s|$)");

  private static final Pattern SMALL_NUMBER = Pattern.compile("\\d{1,2}");

  /** The kinds of lines. */
  enum Kind {
    HEADING,
    SUBHEADING,
    ADMINISTRATIVE,
    TEXT
  }

  /**
   * A classified line.
   *
   * @param section the section that a heading starts, or ADMINISTRATIVE; {@code null} for other
   *     lines
   * @param body UTF-16 index where the text of the line starts, after any heading
   */
  record Line(Kind kind, @Nullable Section section, int body) {}

  private record Words(
      Map<Section, List<String>> sections,
      List<String> subheadingWords,
      List<String> titleWords,
      List<String> stamps,
      @Nullable String administrativeUnless,
      Set<String> administrativeWords,
      Set<String> qualifiers,
      List<AdministrativeLines.Words> administrative) {}

  private final Map<String, Section> sections = new HashMap<>();
  private final Set<String> subheadingWords;
  private final Set<String> titleWords;
  private final Set<String> administrativeWords;
  private final Set<String> qualifiers;
  private final AdministrativeLines administrative;
  private final Pattern heading;
  private final Pattern inline;
  private final Pattern inlineOrStamp;

  private SectionHeadings(Words words) {
    words.sections().forEach((s, names) -> names.forEach(n -> sections.put(n, s)));
    subheadingWords = new HashSet<>(words.subheadingWords());
    titleWords = new HashSet<>(words.titleWords());
    administrativeWords = new HashSet<>(words.administrativeWords());
    administrativeWords.addAll(words.titleWords());
    qualifiers = words.qualifiers();
    administrative =
        new AdministrativeLines(
            words.administrative(),
            Objects.requireNonNullElse(words.administrativeUnless(), NEVER));
    List<String> names =
        sections.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).toList();
    String any = compound(alternatives(names.stream()), JOINT);
    String capitals =
        compound(
            alternatives(names.stream().map(n -> n.toUpperCase(Locale.ROOT))),
            JOINT.replace("and", "AND"));
    heading =
        Pattern.compile(
            "[ \\t]{0,20}[*#]{0,3}[ \\t]{0,2}("
                + any
                + ")[ \\t]{0,5}(:\\*{0,2}| - |[.*]{0,2}\\s*$)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    inline = Pattern.compile("\\s(?:" + capitals + ")[ \\t]{0,2}:(?=\\s|$)");
    String stamps =
        words.stamps().isEmpty()
            ? NEVER
            : words.stamps().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    inlineOrStamp =
        Pattern.compile(inline.pattern() + "|\\s(?=\\p{Lu})(?i:" + stamps + ")[ \\t]{0,2}:(?=\\s)");
  }

  static SectionHeadings load(SiteFiles files) {
    Words words = files.words(FILE, new TypeReference<Words>() {});
    if (words.sections() == null
        || words.subheadingWords() == null
        || words.titleWords() == null
        || words.stamps() == null
        || words.administrativeWords() == null
        || words.qualifiers() == null
        || words.administrative() == null) {
      throw new IllegalArgumentException(
          FILE
              + ": needs the keys sections, subheadingWords, titleWords, stamps,"
              + " administrativeWords, qualifiers and administrative");
    }
    return new SectionHeadings(words);
  }

  /**
   * Classifies the line {@code text[from, to)}.
   *
   * @param alone whether the line follows an empty line or starts the text
   */
  Line read(String text, int from, int to, boolean alone) {
    Matcher m = heading.matcher(text).region(from, to);
    if (m.lookingAt()) {
      String name = m.group(1);
      boolean colon = m.group(2).startsWith(":");
      boolean capitals = name.equals(name.toUpperCase(Locale.ROOT));
      boolean title = Character.isUpperCase(name.charAt(0));
      boolean dash = m.group(2).equals(" - ");
      if (colon || capitals || (title && alone && !dash)) {
        return new Line(Kind.HEADING, section(name), m.end());
      }
    }
    if (administrative.is(text, from, to)) {
      return new Line(Kind.ADMINISTRATIVE, Section.ADMINISTRATIVE, from);
    }
    Matcher label = LABEL.matcher(text).region(from, to);
    if (label.lookingAt() && subheading(label.group(1), text.substring(label.end(), to))) {
      return new Line(Kind.SUBHEADING, null, label.end());
    }
    return new Line(Kind.TEXT, null, from);
  }

  /** Words of signatures, stamps, addresses and examination names. */
  Set<String> administrativeWords() {
    return administrativeWords;
  }

  /** Words that qualify a finding: its place, its degree or its presence. */
  Set<String> qualifiers() {
    return qualifiers;
  }

  /** Whether a subheading names only body parts, so that it states nothing by itself. */
  boolean statesNothing(String label) {
    return Stream.of(label.toLowerCase(Locale.ROOT).split("[ ,/&():]+"))
        .allMatch(word -> word.isEmpty() || subheadingWords.contains(word));
  }

  /** Whether a line continues the administrative line {@code above}. */
  boolean continues(String text, int from, int to, String above) {
    return administrative.continues(text, from, to, above);
  }

  /**
   * Where another heading in capitals or a stamp begins within a line; {@code to} when there is
   * none.
   */
  int nextInline(String text, int from, int to) {
    Matcher own = heading.matcher(text).region(from, to);
    // a compound heading contains no further heading
    int behind = own.lookingAt() ? Math.max(from, own.end() - 1) : from;
    Pattern p = administrative.is(text, from, to) ? inline : inlineOrStamp;
    Matcher m = p.matcher(text).region(behind, to);
    return m.find() ? m.start() + 1 : to;
  }

  /**
   * Whether a line is only the name of an examination: words for body parts and at least one word
   * for the technique.
   */
  boolean title(String text, int from, int to) {
    if (to - from > MAX_TITLE) {
      return false;
    }
    boolean how = false;
    for (String word :
        text.substring(from, to).strip().toLowerCase(Locale.ROOT).split("[ \\t,/&()+-]+")) {
      if (titleWords.contains(word)) {
        how = true;
      } else if (!subheadingWords.contains(word) && !SMALL_NUMBER.matcher(word).matches()) {
        return false;
      }
    }
    return how;
  }

  /**
   * The section of a heading. When a compound heading names a section with statements among others,
   * that one is used, so that no statement is lost.
   */
  private Section section(String name) {
    String key = name.toLowerCase(Locale.ROOT).replaceAll("[ \\t]+", " ");
    if (sections.containsKey(key)) {
      return sections.get(key);
    }
    List<Section> parts =
        Stream.of(key.split(" ?[/&,] ?| and "))
            .map(sections::get)
            .filter(Objects::nonNull)
            .toList();
    Section first = parts.isEmpty() ? Section.OTHER : parts.get(0);
    return parts.stream().filter(Section::stated).findFirst().orElse(first);
  }

  private boolean subheading(String label, String rest) {
    boolean capitals = label.equals(label.toUpperCase(Locale.ROOT));
    boolean shouted = rest.equals(rest.toUpperCase(Locale.ROOT)) && !rest.isBlank();
    if (capitals && !shouted) {
      return true;
    }
    return statesNothing(label);
  }

  private static String alternatives(Stream<String> names) {
    String all = names.map(SectionHeadings::spaced).collect(Collectors.joining("|"));
    return all.isEmpty() ? NEVER : all;
  }

  private static String spaced(String name) {
    return String.join(
        "[ \\t]{1,3}", List.of(name.split(" ")).stream().map(Pattern::quote).toList());
  }

  private static String compound(String names, String joint) {
    return "(?:" + names + ")(?:" + joint + "(?:" + names + ")){0,3}";
  }
}
