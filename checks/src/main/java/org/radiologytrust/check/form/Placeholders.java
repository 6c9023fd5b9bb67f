package org.radiologytrust.check.form;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;

/**
 * Finds what a template leaves in a text: empty brackets, names of fields in brackets, fillers such
 * as {@code ___}, and alternatives of which none was chosen.
 */
final class Placeholders {
  private static final String FILE = "placeholders.yaml";

  /** A range of a text in UTF-16 units. */
  record Place(int from, int to) {}

  private record Words(
      @MayBeEmpty Set<String> fields,
      @MayBeEmpty Set<String> verbs,
      @MayBeEmpty Set<String> defaults,
      @MayBeEmpty Terms phrases,
      @Nullable List<String> choices,
      @MayBeEmpty Set<String> notChoices,
      @MayBeEmpty Set<String> notChoicesBefore,
      @MayBeEmpty Set<String> grades,
      @Nullable List<String> units,
      @Nullable List<String> lengths,
      @Nullable List<String> signatures) {}

  private static final Pattern BRACKETS =
      Pattern.compile("[\\[{<]{1,3}([^\\[\\]{}<>\\n]{0,80})[\\]}>]{1,3}");

  /** A drop-down list of a template: {@code {Blank single:19197}}. */
  private static final Pattern DROP_DOWN = Pattern.compile("\\{[^{}:\\n]{1,60}:\\d{3}.{0,19}");

  private static final Pattern LINK = Pattern.compile("@[A-Z][A-Z_ ]{1,30}@");
  private static final Pattern FILLER = Pattern.compile("(?<![_*$])(?:_{2,}+|\\*{3,}+|\\${2,}+)");
  private static final Pattern DIGITS =
      Pattern.compile("(?<![\\p{L}\\p{N}.])[xX]{1,2}\\.[xX]{1,2}(?![\\p{L}\\p{N}])");
  private static final Pattern SLASHED =
      Pattern.compile("(?<![A-Za-z/])[A-Za-z]++(?: ?[/|] ?[A-Za-z]++)++");
  private static final Pattern CHECKED = Pattern.compile("\\[ ?[xX✓✔] ?\\]");
  private static final Pattern WORD = Pattern.compile("[A-Za-z#%]+");

  private final Words words;
  private final Set<String> choices = new HashSet<>();
  private final List<String> signatures;
  private final Pattern measured;

  Placeholders(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
    for (String pair : list(words.choices())) {
      int slash = pair.indexOf('/');
      choices.add(pair);
      choices.add(pair.substring(slash + 1) + "/" + pair.substring(0, slash));
    }
    signatures = list(words.signatures());
    measured =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}.,/_*#?-])(?:(?:[xX]{2,3}|[#?]{1,4}+|\\.{2,6}+|-{2,6}+|\\*{1,6}+|_++) ?"
                + units(list(words.units()))
                + "|(?<!\\d )[xX] "
                + units(list(words.lengths()))
                + ")(?![\\p{L}\\p{N}])",
            Pattern.CASE_INSENSITIVE);
  }

  private static Set<String> set(@Nullable Set<String> words) {
    return words == null ? Set.of() : words;
  }

  private static List<String> list(@Nullable List<String> words) {
    return words == null ? List.of() : words;
  }

  private static String units(List<String> units) {
    // without a unit nothing matches
    return units.isEmpty()
        ? "(?!)"
        : units.stream().map(Pattern::quote).collect(Collectors.joining("|", "(?:", ")"));
  }

  /** Phrases of templates, for words outside brackets. */
  Terms phrases() {
    return words.phrases();
  }

  /**
   * The first {@code limit} placeholders of a text, in its order. Places that overlap are one.
   *
   * @param text without accents and invisible characters
   */
  List<Place> in(String text, int limit) {
    List<Place> found = new ArrayList<>();
    // most sentences have none of these characters
    if (any(text, "[{<")) {
      boolean checkboxes = CHECKED.matcher(text).find();
      each(BRACKETS, text, limit, found, m -> bracketed(text, m, checkboxes));
      each(DROP_DOWN, text, limit, found, m -> true);
    }
    if (any(text, "@")) {
      each(LINK, text, limit, found, m -> true);
    }
    if (any(text, "_*$")) {
      each(FILLER, text, limit, found, m -> filler(text, m));
    }
    boolean x = beginsWithX(text);
    if (x) {
      each(DIGITS, text, limit, found, m -> true);
    }
    if (x || any(text, "#?*_") || text.contains("..") || text.contains("--")) {
      each(measured, text, limit, found, m -> true);
    }
    if (any(text, "/|")) {
      each(SLASHED, text, limit, found, m -> choice(text, m));
    }
    found.sort(Comparator.comparingInt(Place::from));
    List<Place> apart = new ArrayList<>();
    for (Place p : found) {
      if (apart.size() < limit && (apart.isEmpty() || p.from() >= last(apart).to())) {
        apart.add(p);
      }
    }
    return apart;
  }

  private static boolean any(String text, String characters) {
    return characters.chars().anyMatch(c -> text.indexOf(c) >= 0);
  }

  /** Whether a word begins with an x, and is not only one that has an x. */
  private static boolean beginsWithX(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c == 'x' || c == 'X') && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)))) {
        return true;
      }
    }
    return false;
  }

  private static Place last(List<Place> places) {
    return places.get(places.size() - 1);
  }

  private interface Rule {
    boolean holds(Matcher m);
  }

  private static void each(
      Pattern pattern, String text, int limit, List<Place> found, Rule placeholder) {
    Matcher m = pattern.matcher(text);
    int left = limit;
    while (left > 0 && m.find()) {
      if (placeholder.holds(m)) {
        found.add(new Place(m.start(), m.end()));
        left--;
      }
    }
  }

  private boolean bracketed(String text, Matcher m, boolean checkboxes) {
    String inside = m.group(1).strip().toLowerCase(Locale.ROOT);
    char open = text.charAt(m.start());
    if (inside.startsWith("**") && inside.length() > 4 && inside.endsWith("**")) {
      // a de-identified word
      return false;
    }
    if (inside.isEmpty() || inside.chars().allMatch(c -> "*_#?.-~ ".indexOf(c) >= 0)) {
      return !(checkboxes && open == '[');
    }
    if (open == '[' && words.defaults().contains(inside)) {
      return true;
    }
    return named(inside);
  }

  private boolean named(String inside) {
    Matcher word = WORD.matcher(inside);
    if (!word.find() || inside.chars().anyMatch(Character::isDigit)) {
      return false;
    }
    if (words.verbs().contains(word.group()) && word.start() == 0) {
      return true;
    }
    do {
      boolean known =
          words.fields().contains(word.group())
              || words.defaults().contains(word.group())
              || words.grades().contains(word.group());
      if (!known) {
        return false;
      }
    } while (word.find());
    // [clear] is a default, {clear} is none
    return inside.chars().anyMatch(c -> "/|,".indexOf(c) >= 0)
        || WORD.matcher(inside).results().allMatch(r -> words.fields().contains(r.group()));
  }

  private boolean filler(String text, Matcher m) {
    int from = text.lastIndexOf('\n', m.start()) + 1;
    int to = text.indexOf('\n', m.end());
    String before = text.substring(from, m.start());
    String after = text.substring(m.end(), to < 0 ? text.length() : to);
    char c = text.charAt(m.start());
    if (before.isBlank() && after.isBlank()) {
      // a longer line is a separator
      return m.end() - m.start() <= (c == '_' ? 8 : 4) && (c == '_' || headed(text, from));
    }
    boolean frame = before.isBlank() && after.stripTrailing().endsWith(String.valueOf(c));
    boolean frameEnd = after.isBlank() && before.strip().startsWith(String.valueOf(c));
    boolean emphasis =
        !before.isEmpty() && Character.isLetterOrDigit(before.charAt(before.length() - 1))
            || !after.isEmpty() && Character.isLetterOrDigit(after.charAt(0));
    String line = before.toLowerCase(Locale.ROOT);
    return !frame && !frameEnd && !emphasis && signatures.stream().noneMatch(line::contains);
  }

  /** Whether the last line with text before the line at {@code from} ends with a colon. */
  private static boolean headed(String text, int from) {
    int i = from - 1;
    while (i >= 0 && Character.isWhitespace(text.charAt(i))) {
      i--;
    }
    return i >= 0 && text.charAt(i) == ':';
  }

  private boolean choice(String text, Matcher m) {
    String[] parts = m.group().toLowerCase(Locale.ROOT).split(" ?[/|] ?");
    int graded = 0;
    for (String part : parts) {
      graded += words.grades().contains(part) ? 1 : 0;
    }
    if (graded == parts.length && graded > 2) {
      return true;
    }
    boolean pair = false;
    for (int i = 1; i < parts.length; i++) {
      pair |= choices.contains(parts[i - 1] + "/" + parts[i]);
    }
    return pair
        && !words.notChoices().contains(wordBehind(text, m.end()))
        && !words.notChoicesBefore().contains(wordBefore(text, m.start()));
  }

  private static String wordBehind(String text, int at) {
    int from = at;
    while (from < text.length() && from < at + 2 && " -".indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    int to = from;
    while (to < text.length() && Character.isLetter(text.charAt(to)) && to < from + 30) {
      to++;
    }
    return text.substring(from, to).toLowerCase(Locale.ROOT);
  }

  private static String wordBefore(String text, int at) {
    int to = at;
    while (to > 0 && text.charAt(to - 1) == ' ') {
      to--;
    }
    int from = to;
    while (from > 0 && Character.isLetter(text.charAt(from - 1)) && from > to - 30) {
      from--;
    }
    return text.substring(from, to).toLowerCase(Locale.ROOT);
  }
}
