package org.radiologytrust.text.sections;

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
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Texts;
import org.radiologytrust.text.mentions.StatementWords;

/**
 * Classifies single lines of a report: heading, label, administrative line or plain text. The words
 * are in {@code headings.yaml}.
 */
final class SectionHeadings {
  private static final String FILE = "headings.yaml";

  /** Matches nothing. */
  private static final String NEVER = "(?!)";

  /** A longer line is never a heading without a colon. */
  private static final int MAX_ALONE = 60;

  /** Most words of a heading before its name, as in {@code CT ABDOMEN FINDINGS}. */
  private static final int MAX_QUALIFIERS = 6;

  /** How much of a line is searched at once. */
  private static final int WINDOW = 300;

  /** No heading and no label is longer. */
  private static final int LONGEST = 300;

  /** How much of the text behind a label shows whether the text is in capitals. */
  private static final int REST = 100;

  private static final Pattern WORDS_APART = Pattern.compile("[ \\t,/&():+-]+");

  private static final Pattern BLANKS = Pattern.compile("[ \\t]+");

  private static final String LABELLED =
      "(\\p{Lu}[\\p{L}\\d ,/&+-]{1,58}(?:\\([\\p{L}\\d ,/&-]{1,30}\\))?):(?=\\s|$)";

  private static final Pattern LABEL = Pattern.compile("[ \\t]{0,20}" + LABELLED);

  /** A label within a line, behind the end of a sentence or a heading. */
  private static final Pattern INLINE_LABEL = Pattern.compile("(?<=[.!?):][ \\t]{1,3})" + LABELLED);

  /** The kinds of lines. */
  enum Kind {
    HEADING,
    /** The name of an examination with a colon. */
    EXAM,
    SUBHEADING,
    ADMINISTRATIVE,
    TEXT
  }

  /**
   * A classified line.
   *
   * @param section the section that a heading starts, or ADMINISTRATIVE; {@code null} for other
   *     lines
   * @param body UTF-16 index where the text of the line starts, after any heading or label
   * @param label the name of an examination or of body parts; {@code null} when there is none
   */
  record Line(Kind kind, @Nullable Section section, int body, @Nullable Range label) {}

  private record Words(
      Map<Section, List<String>> sections,
      @MayBeEmpty Set<String> either,
      @MayBeEmpty Set<String> running,
      @Nullable Set<String> joints,
      @Nullable Set<String> nouns,
      @Nullable Set<String> carriers,
      @Nullable Set<String> headingQualifiers,
      @MayBeEmpty List<String> subheadingWords,
      @MayBeEmpty List<String> titleWords,
      @Nullable Set<String> modalityWords,
      @Nullable Set<String> smallWords,
      @MayBeEmpty List<String> stamps,
      @Nullable String administrativeUnless,
      @MayBeEmpty Set<String> administrativeWords,
      @MayBeEmpty Set<String> qualifiers,
      @MayBeEmpty List<AdministrativeLines.Words> administrative) {}

  private final Map<String, Section> sections = new HashMap<>();
  private final Set<String> firstWords;
  private final Set<String> either;
  private final Set<String> nouns;
  private final Set<String> carriers;
  private final Set<String> headingQualifiers;
  private final Set<String> administrativeWords;
  private final Set<String> qualifiers;
  private final AdministrativeLines administrative;
  private final ExamNames names;
  private final StatementWords states;
  private final Pattern between;
  private final Pattern heading;
  private final Pattern bare;
  private final Pattern inline;
  private final Pattern inlineOrStamp;
  private final Pattern running;

  private SectionHeadings(Words words, StatementWords states) {
    words.sections().forEach((s, all) -> all.forEach(n -> sections.put(n, s)));
    firstWords =
        sections.keySet().stream().map(n -> n.split("\\P{L}")[0]).collect(Collectors.toSet());
    either = words.either();
    nouns = orEmpty(words.nouns());
    carriers = orEmpty(words.carriers());
    headingQualifiers = orEmpty(words.headingQualifiers());
    this.states = states;
    names =
        new ExamNames(
            new HashSet<>(words.subheadingWords()),
            new HashSet<>(words.titleWords()),
            orEmpty(words.modalityWords()),
            orEmpty(words.smallWords()),
            states);
    administrativeWords = new HashSet<>(words.administrativeWords());
    administrativeWords.addAll(words.titleWords());
    qualifiers = words.qualifiers();
    administrative =
        new AdministrativeLines(
            words.administrative(),
            Objects.requireNonNullElse(words.administrativeUnless(), NEVER));
    Set<String> joints = orEmpty(words.joints());
    between = Pattern.compile(joint(joints));
    String any = compound(alternatives(longestFirst(sections.keySet())), joint(joints));
    String capitals = capitals(sections.keySet(), joints);
    heading =
        Pattern.compile(
            "[ \\t]{0,20}[*#]{0,3}[ \\t]{0,2}("
                + any
                + ")[ \\t]{0,5}(:\\*{0,2}| - |[.*]{0,2}\\s*$)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    bare =
        nouns.isEmpty()
            ? Pattern.compile(NEVER)
            : Pattern.compile(
                "[ \\t]{0,20}("
                    + capitals(nouns, joints)
                    + ")(?:[ \\t]{0,2}[;.=\u2013\u2014-](?=\\s)"
                    + "|(?=[ \\t]{1,9}(?:\\p{Lu}\\p{Ll}|\\d{1,2}[.)]\\s)))");
    inline =
        Pattern.compile(
            "\\s(?=\\p{Lu})(?:"
                + capitals
                + ")[ \\t]{0,2}:(?=\\s|$)|(?<=[.!?)\\]])\\s(?=\\p{Lu})(?iu:"
                + any
                + "):(?=\\s|$)");
    String stamps =
        words.stamps().isEmpty()
            ? NEVER
            : words.stamps().stream().map(Pattern::quote).collect(Collectors.joining("|"));
    inlineOrStamp =
        Pattern.compile(inline.pattern() + "|\\s(?=\\p{Lu})(?i:" + stamps + ")[ \\t]{0,2}:(?=\\s)");
    running =
        Pattern.compile(
            "(?<=[\\p{L}\\d)])[ \\t](?=\\p{Lu})(?=(?:"
                + alternatives(longestFirst(words.running()).map(SectionHeadings::title))
                + "):(?:\\s|$))");
  }

  /**
   * @param states tells which labels state something
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  static SectionHeadings load(SiteFiles files, StatementWords states) {
    return new SectionHeadings(files.words(FILE, new TypeReference<Words>() {}), states);
  }

  private static Set<String> orEmpty(@Nullable Set<String> words) {
    return words == null ? Set.of() : words;
  }

  /**
   * Classifies the line {@code text[from, to)}.
   *
   * @param alone whether the line follows an empty line or the end of a sentence, or starts the
   *     text
   */
  Line read(String text, int from, int to, boolean alone) {
    boolean named = startsLikeHeading(text, from, to);
    Matcher m = heading.matcher(text).region(from, to);
    if (named && m.lookingAt()) {
      String name = m.group(1);
      boolean colon = m.group(2).startsWith(":");
      boolean title = Character.isUpperCase(name.charAt(0));
      boolean dash = m.group(2).equals(" - ");
      if (colon || capitals(name) || (title && alone && !dash)) {
        return new Line(Kind.HEADING, section(name), m.end(), null);
      }
    }
    if (administrative.is(text, from, to)) {
      return new Line(Kind.ADMINISTRATIVE, Section.ADMINISTRATIVE, from, null);
    }
    Matcher label = LABEL.matcher(text).region(from, to);
    if (colonIn(text, from, to) && label.lookingAt()) {
      Line line = label(new Range(label.start(1), label.end(1)), text, to);
      if (line != null) {
        return line;
      }
    }
    Line line = alone ? alone(text, from, to) : null;
    return line == null && named
        ? bare(text, from, to)
        : Objects.requireNonNullElseGet(line, () -> new Line(Kind.TEXT, null, from, null));
  }

  /** A label with a colon; {@code null} when it is plain text. */
  private @Nullable Line label(Range name, String text, int to) {
    int body = name.to() + 1;
    String written = text.substring(name.from(), name.to());
    String rest = text.substring(body, Math.min(to, body + REST));
    boolean open = capitals(written) && (rest.isBlank() || !capitals(rest));
    if (names.examination(written, open)) {
      return new Line(Kind.EXAM, null, body, name);
    }
    Section section = qualified(written, open);
    if (section != null) {
      return new Line(Kind.HEADING, section, body, names.namesAny(written) ? name : null);
    }
    boolean parts = names.bodyParts(written);
    return open || parts ? new Line(Kind.SUBHEADING, null, body, parts ? name : null) : null;
  }

  /** A heading of several words alone on its line, without a colon. */
  private @Nullable Line alone(String text, int from, int to) {
    String line = text.substring(from, to).strip();
    if (line.length() > MAX_ALONE
        || line.isEmpty()
        || !Character.isUpperCase(line.charAt(0))
        || !Character.isLetter(line.charAt(line.length() - 1))) {
      return null;
    }
    boolean textBehind = !capitals(line) && capitals(line.split(" ", 2)[0]);
    Section section = textBehind ? null : qualified(line, false);
    return section == null ? null : new Line(Kind.HEADING, section, to, null);
  }

  /** A heading in capitals with text behind it, without a colon; else plain text. */
  private Line bare(String text, int from, int to) {
    Matcher m = bare.matcher(text).region(from, to).useTransparentBounds(true);
    return m.lookingAt() && !capitals(text.substring(m.end(), to))
        ? new Line(Kind.HEADING, section(m.group(1)), m.end(), null)
        : new Line(Kind.TEXT, null, from, null);
  }

  /**
   * The section of a heading with further words, as in {@code ANGIOGRAPHIC FINDINGS}, {@code
   * INDICATION FOR PROCEDURE} or {@code FINDINGS, LEFT KNEE}; {@code null} when it is none.
   *
   * @param open whether words that are in no list are allowed, if they state nothing
   */
  private @Nullable Section qualified(String label, boolean open) {
    List<String> words =
        WORDS_APART
            .splitAsStream(label.toLowerCase(Locale.ROOT))
            .filter(w -> !w.isEmpty())
            .toList();
    if (names.small(words.get(0))) {
      return null;
    }
    int first = 0;
    while (first < words.size() && carriers.contains(words.get(first))) {
      first++;
    }
    if (first > 0 && first < words.size() && sections.containsKey(words.get(first))) {
      return sections.get(words.get(first));
    }
    boolean known = words.stream().allMatch(this::inHeading);
    if (!known && (!open || states.in(label))) {
      return null;
    }
    String start = words.get(0);
    if (nouns.contains(start) && known) {
      return sections.get(start);
    }
    String end = words.get(words.size() - 1);
    boolean one = words.stream().filter(nouns::contains).count() == 1;
    return nouns.contains(end) && words.size() <= MAX_QUALIFIERS && one ? sections.get(end) : null;
  }

  private boolean inHeading(String word) {
    return names.word(word)
        || headingQualifiers.contains(word)
        || carriers.contains(word)
        || sections.containsKey(word);
  }

  /** Words of signatures, stamps, addresses and examination names. */
  Set<String> administrativeWords() {
    return administrativeWords;
  }

  /** Words that qualify a finding: its place, its degree or its presence. */
  Set<String> qualifiers() {
    return qualifiers;
  }

  /** Names of examinations and body parts. */
  ExamNames names() {
    return names;
  }

  /** Whether a line continues the administrative line {@code above}. */
  boolean continues(String text, int from, int to, String above) {
    return administrative.continues(text, from, to, above);
  }

  /**
   * Where another heading, a label or a stamp begins within a line; {@code to} when there is none.
   */
  int nextInline(String text, int from, int to) {
    if (!colonIn(text, from, to)) {
      return to;
    }
    int behind = behindOwn(text, from, to);
    // headings, labels and stamps end in a colon; most lines have only that of their own heading
    int last = text.lastIndexOf(':', to - 1) + 1;
    if (last <= behind) {
      return to;
    }
    boolean plain = !administrative.is(text, from, to);
    Pattern p = plain ? inlineOrStamp : inline;
    // in windows: the next one is near or there is none, and the time stays linear
    for (int at = behind; at < last; at += WINDOW) {
      int window = Math.min(last, at + WINDOW);
      int next = nextInline(text, p, at, window, to);
      int other = plain ? nextRunning(text, behind, at, window) : window;
      if (Math.min(next, other) < window || next < to) {
        return Math.min(next, other < window ? other : to);
      }
    }
    return to;
  }

  /** As above, for a heading or label that begins in {@code text[behind, window)}. */
  private int nextInline(String text, Pattern p, int behind, int window, int to) {
    int first = to;
    int end = Math.min(to, window + LONGEST);
    Matcher label =
        INLINE_LABEL
            .matcher(text)
            .region(behind, end)
            .useTransparentBounds(true)
            .useAnchoringBounds(false);
    while (first == to && label.find() && label.start(1) < window) {
      Line line = label(new Range(label.start(1), label.end(1)), text, to);
      first = line != null && line.label() != null ? label.start(1) : to;
    }
    Matcher m =
        p.matcher(text)
            .region(behind, Math.min(first, end))
            .useTransparentBounds(true)
            .useAnchoringBounds(false);
    return m.find() && m.start() < window ? qualifiersBefore(text, m.start() + 1, behind) : first;
  }

  /**
   * Where a heading in title case begins behind other words, as in {@code Comparison: None
   * Findings:}; {@code window} when there is none. Behind the first word of a line, or behind a
   * word that belongs to it ({@code Relevant Medical History:}), it is none.
   */
  private int nextRunning(String text, int behind, int from, int window) {
    Matcher m = running.matcher(text).region(from, Math.min(text.length(), window + LONGEST));
    m.useTransparentBounds(true);
    while (m.find() && m.start() < window) {
      int word = m.start();
      while (word > behind && !SentenceEnds.blank(text.charAt(word - 1))) {
        word--;
      }
      String before = text.substring(word, m.start());
      boolean own = word > behind && "\n.!?".indexOf(before(text, word)) < 0;
      if (own && (capitals(before) || !inHeading(before.toLowerCase(Locale.ROOT)))) {
        return m.start();
      }
    }
    return window;
  }

  /** The character before the blanks before a place. */
  private static char before(String text, int place) {
    int at = place - 1;
    while (at > 0 && text.charAt(at) != '\n' && SentenceEnds.blank(text.charAt(at))) {
      at--;
    }
    return text.charAt(at);
  }

  private static boolean colonIn(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) != ':') {
      i++;
    }
    return i < to;
  }

  /** Whether the first word of a line begins the name of a section. Quicker than the patterns. */
  private boolean startsLikeHeading(String text, int from, int to) {
    int start = from;
    while (start < to && !Character.isLetter(text.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < to && Character.isLetter(text.charAt(end)) && end - start <= MAX_ALONE) {
      end++;
    }
    return firstWords.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
  }

  /** The end of the heading or label that begins this line: it contains no further heading. */
  private int behindOwn(String text, int from, int to) {
    Matcher own = heading.matcher(text).region(from, to);
    if (startsLikeHeading(text, from, to) && own.lookingAt()) {
      return Math.max(from, own.end() - 1);
    }
    Matcher label = LABEL.matcher(text).region(from, to);
    Line line = label.lookingAt() ? label(new Range(label.start(1), label.end(1)), text, to) : null;
    // "CT CHEST Clinical Indication:" is a label with a heading in it
    return line == null
            || line.kind() == Kind.SUBHEADING && endsInStatedName(label.group(1))
            || nextRunning(text, from, from, line.body()) < line.body()
        ? from
        : Math.max(from, line.body() - 1);
  }

  private boolean endsInStatedName(String label) {
    String last = label.substring(label.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
    return nouns.contains(last) && sections.get(last).stated();
  }

  /** The start of a heading whose name begins at {@code start}, with the words that qualify it. */
  private int qualifiersBefore(String text, int start, int from) {
    int begin = start;
    for (int n = 0; n < MAX_QUALIFIERS; n++) {
      int end = begin;
      while (end > from && text.charAt(end - 1) == ' ') {
        end--;
      }
      int word = end;
      while (word > from && Character.isLetterOrDigit(text.charAt(word - 1)) && end - word < 20) {
        word--;
      }
      String written = text.substring(word, end);
      boolean whole = word == from || SentenceEnds.blank(text.charAt(word - 1));
      if (written.isEmpty()
          || !whole
          || end == begin
          || !capitals(written)
          || !inHeading(written.toLowerCase(Locale.ROOT))) {
        break;
      }
      begin = word;
    }
    return begin > from ? begin : start;
  }

  /**
   * The section of a heading. When a compound heading names a section with statements among others,
   * that one is used, so that no statement is lost.
   */
  private Section section(String name) {
    String key = BLANKS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(" ");
    if (sections.containsKey(key)) {
      return sections.get(key);
    }
    List<Section> parts =
        Stream.of(between.split(key)).map(sections::get).filter(Objects::nonNull).toList();
    Section first = parts.isEmpty() ? Section.OTHER : parts.get(0);
    return parts.stream().filter(Section::stated).findFirst().orElse(first);
  }

  /**
   * Whether the name of a heading can head the findings as well as the impression, by where it
   * stands: {@code INTERPRETATION}.
   */
  boolean either(String heading) {
    String name = BLANKS.matcher(heading.toLowerCase(Locale.ROOT)).replaceAll(" ");
    return either.contains(name.replaceAll("[^\\p{L}]+$", "").strip());
  }

  private static boolean capitals(String text) {
    return text.equals(text.toUpperCase(Locale.ROOT));
  }

  private static Stream<String> longestFirst(Set<String> names) {
    return names.stream().sorted(Comparator.comparing(String::length).reversed());
  }

  private static String capitals(Set<String> names, Set<String> joints) {
    return compound(
        alternatives(upper(longestFirst(names))),
        joint(upper(joints.stream()).collect(Collectors.toSet())));
  }

  /** A name in title case: {@code Clinical Indication}. */
  private static String title(String name) {
    return Stream.of(name.split(" ")).map(Texts::capital).collect(Collectors.joining(" "));
  }

  private static Stream<String> upper(Stream<String> words) {
    return words.map(w -> w.toUpperCase(Locale.ROOT));
  }

  /** Separates the names in a compound heading such as {@code INDICATION/CLINICAL QUESTION}. */
  private static String joint(Set<String> words) {
    String sign = "[ \\t]{0,2}[/&,][ \\t]{0,2}";
    return "(?:" + sign + "|[ \\t]{1,2}(?:" + alternatives(words.stream()) + ")[ \\t]{1,2})";
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
