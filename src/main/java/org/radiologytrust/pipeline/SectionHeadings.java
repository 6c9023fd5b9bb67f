package org.radiologytrust.pipeline;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Section;

/**
 * Reads what a single line of a report is: a heading, a sub-heading, an administrative line or
 * plain text. The words are in {@code pipeline/headings.yaml}.
 */
final class SectionHeadings {
  private static final String FILE = "/pipeline/headings.yaml";

  /** A longer line is never administrative: no statement is lost for a word that it begins with. */
  private static final int MAX_ADMINISTRATIVE = 200;

  private static final Pattern LABEL =
      Pattern.compile(
          "[ \\t]{0,20}(\\p{Lu}[\\p{L} ,/&-]{1,58}(?:\\([\\p{L} ,/&-]{1,30}\\))?):(?=\\s|$)");

  /** What a line is. */
  enum Kind {
    HEADING,
    SUBHEADING,
    ADMINISTRATIVE,
    TEXT
  }

  /**
   * What a line is.
   *
   * @param section of a heading, else {@code null}
   * @param body UTF-16 index at which the line's own text starts, behind the heading
   */
  record Line(Kind kind, Section section, int body) {}

  /** A pattern of administrative lines and of the line that may follow it, or {@code null}. */
  record Administrative(String line, String next) {}

  private record Words(
      Map<Section, List<String>> sections,
      List<String> subheadingWords,
      List<Administrative> administrative) {}

  private record Lines(Pattern line, Pattern next) {}

  private final Map<String, Section> sections = new HashMap<>();
  private final Set<String> subheadingWords;
  private final List<Lines> administrative;
  private final Pattern heading;
  private final Pattern inline;

  private SectionHeadings(Words words) {
    words.sections().forEach((s, names) -> names.forEach(n -> sections.put(n, s)));
    subheadingWords = new HashSet<>(words.subheadingWords());
    administrative =
        words.administrative().stream()
            .map(a -> new Lines(compiled(a.line()), a.next() == null ? null : compiled(a.next())))
            .toList();
    List<String> names =
        sections.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).toList();
    String any = alternatives(names.stream());
    String capitals = alternatives(names.stream().map(n -> n.toUpperCase(Locale.ROOT)));
    heading =
        Pattern.compile(
            "[ \\t]{0,20}[*#]{0,3}[ \\t]{0,2}("
                + any
                + ")[ \\t]{0,5}(:\\*{0,2}| - |[.*]{0,2}\\s*$)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    inline = Pattern.compile("\\s(?:" + capitals + ")[ \\t]{0,2}:(?=\\s|$)");
  }

  static SectionHeadings load() {
    Words words = YamlFile.read(FILE, Words.class);
    if (words.sections() == null
        || words.subheadingWords() == null
        || words.administrative() == null) {
      throw new IllegalStateException(
          FILE + ": needs sections, subheadingWords and administrative");
    }
    return new SectionHeadings(words);
  }

  /**
   * What the line {@code text[from, to)} is.
   *
   * @param alone the line stands behind an empty line or at the start of the text
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
        String key = name.toLowerCase(Locale.ROOT).replaceAll("[ \\t]+", " ");
        return new Line(Kind.HEADING, sections.get(key), m.end());
      }
    }
    if (administrative(text, from, to, null)) {
      return new Line(Kind.ADMINISTRATIVE, Section.ADMINISTRATIVE, from);
    }
    Matcher label = LABEL.matcher(text).region(from, to);
    if (label.lookingAt() && subheading(label.group(1), text.substring(label.end(), to))) {
      return new Line(Kind.SUBHEADING, null, label.end());
    }
    return new Line(Kind.TEXT, null, from);
  }

  /** Whether a line goes on with the administrative line right above it. */
  boolean continues(String text, int from, int to, String above) {
    return administrative(text, from, to, above);
  }

  /** Where within a line another heading in capitals begins, or {@code to}. */
  int nextInline(String text, int from, int to) {
    Matcher m = inline.matcher(text).region(from, to);
    return m.find() ? m.start() + 1 : to;
  }

  private boolean administrative(String text, int from, int to, String above) {
    if (to - from > MAX_ADMINISTRATIVE) {
      return false;
    }
    String line = text.substring(from, to).strip();
    for (Lines a : administrative) {
      Pattern p = above == null ? a.line() : a.next();
      if (p != null
          && p.matcher(line).matches()
          && (above == null || a.line().matcher(above).matches())) {
        return true;
      }
    }
    return false;
  }

  private boolean subheading(String label, String rest) {
    boolean capitals = label.equals(label.toUpperCase(Locale.ROOT));
    boolean shouted = rest.equals(rest.toUpperCase(Locale.ROOT)) && !rest.isBlank();
    if (capitals && !shouted) {
      return true;
    }
    for (String word : label.toLowerCase(Locale.ROOT).split("[ ,/&()]+")) {
      if (!word.isEmpty() && !subheadingWords.contains(word)) {
        return false;
      }
    }
    return true;
  }

  private static String alternatives(Stream<String> names) {
    return names.map(SectionHeadings::spaced).collect(Collectors.joining("|"));
  }

  private static String spaced(String name) {
    return String.join(
        "[ \\t]{1,3}", List.of(name.split(" ")).stream().map(Pattern::quote).toList());
  }

  private static Pattern compiled(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }
}
