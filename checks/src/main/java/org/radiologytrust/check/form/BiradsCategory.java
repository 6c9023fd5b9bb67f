package org.radiologytrust.check.form;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Texts;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code birads-category}: a category that its assessment system does not have, such as BI-RADS 7
 * or Lung-RADS 4C. The systems are in {@code categories.yaml}.
 */
final class BiradsCategory implements Check {
  static final String ID = "birads-category";

  private static final int REACH = 7;
  private static final Pattern CATEGORY = Pattern.compile("\\d{1,2}[a-z]{0,2}");
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern VERSION = Pattern.compile("([a-z]+)\\d+");
  private static final Pattern ROMAN = Pattern.compile("([IVX]+)([A-Z]?)");

  private record System(
      List<String> names,
      @Nullable Set<String> prefixes,
      @Nullable Set<String> alone,
      @Nullable Set<String> glued,
      boolean letters,
      Set<String> categories) {}

  private record Words(
      @Nullable List<System> systems,
      @Nullable Set<String> between,
      @Nullable Set<String> versions,
      @Nullable Set<String> notBefore,
      @Nullable Map<String, Integer> roman) {}

  /** A category in the text, and its last word. */
  private record Named(String category, int last) {}

  private final List<System> systems;
  private final Terms names;
  private final Set<String> between;
  private final Set<String> versions;
  private final Set<String> notBefore;
  private final Map<String, Integer> roman;

  BiradsCategory(SiteFiles files) {
    Words w = files.words("categories.yaml", new TypeReference<Words>() {});
    systems = Texts.copy(w.systems());
    between = orEmpty(w.between());
    versions = orEmpty(w.versions());
    notBefore = orEmpty(w.notBefore());
    roman = w.roman() == null ? Map.of() : w.roman();
    Map<String, List<String>> terms = new HashMap<>();
    for (int i = 0; i < systems.size(); i++) {
      terms.put(String.valueOf(i), systems.get(i).names());
    }
    names = Terms.of(files, "categories.yaml", terms);
  }

  private static Set<String> orEmpty(@Nullable Set<String> words) {
    return words == null ? Set.of() : words;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      WordTokens t = s.words();
      for (int i = 0; i < t.size(); i++) {
        int last = wrong(t, i);
        if (last >= 0 && results.size() < MAX_RESULTS) {
          results.add(result(t.evidence(i, last), s));
          i = last;
        }
      }
    }
    return results;
  }

  /** The last word of a category that does not exist and is named from a word on; -1 if none is. */
  private int wrong(WordTokens t, int i) {
    Terms.Hit hit = names.at(t, i);
    if (hit != null) {
      System system = systems.get(Integer.parseInt(hit.id()));
      Named named = after(t, hit.last() + 1, system);
      return named == null || system.categories().contains(named.category()) ? -1 : named.last();
    }
    String raw = t.raw(i);
    if (!raw.equals(raw.toUpperCase(Locale.ROOT))) {
      return -1;
    }
    for (System system : systems) {
      Named named = alone(t, i, system);
      if (named != null) {
        return system.categories().contains(named.category()) ? -1 : named.last();
      }
    }
    return -1;
  }

  /** The category behind the name of a system. */
  private @Nullable Named after(WordTokens t, int from, System system) {
    boolean version = false;
    for (int i = from; i < t.size() && i < from + REACH; i++) {
      String word = t.word(i);
      Matcher numbered = VERSION.matcher(word);
      boolean digitsFollow = i + 1 < t.size() && DIGITS.matcher(t.word(i + 1)).matches();
      if (versions.contains(word) && digitsFollow
          || numbered.matches() && versions.contains(numbered.group(1))) {
        version = true;
        continue;
      }
      if (version && DIGITS.matcher(word).matches() || YEAR.matcher(word).matches()) {
        continue;
      }
      if (between.contains(word) && !system.categories().contains(word)) {
        version = false;
        continue;
      }
      if (orEmpty(system.prefixes()).contains(word)) {
        continue;
      }
      String category = category(t, i, system);
      return category == null || followed(t, i) ? null : new Named(category, i);
    }
    return null;
  }

  /** "LR-6", "TR7": a prefix in capitals with a category, without the name of the system. */
  private static @Nullable Named alone(WordTokens t, int i, System system) {
    String word = t.word(i);
    for (String prefix : orEmpty(system.glued())) {
      String rest = word.startsWith(prefix) ? word.substring(prefix.length()) : "";
      if (CATEGORY.matcher(rest).matches()) {
        return new Named(rest, i);
      }
    }
    boolean two = orEmpty(system.alone()).contains(word) && i + 1 < t.size();
    boolean follows = two && CATEGORY.matcher(t.word(i + 1)).matches();
    return follows && t.clause(i) == t.clause(i + 1) ? new Named(t.word(i + 1), i + 1) : null;
  }

  /** The category that a word names; {@code null} if it is none. */
  private @Nullable String category(WordTokens t, int i, System system) {
    String word = t.word(i);
    for (String prefix : orEmpty(system.prefixes())) {
      String rest = word.startsWith(prefix) ? word.substring(prefix.length()) : "";
      if (CATEGORY.matcher(rest).matches()) {
        return rest;
      }
    }
    if (CATEGORY.matcher(word).matches() || system.letters() && word.length() == 1) {
      return word;
    }
    Matcher numeral = ROMAN.matcher(t.raw(i));
    if (numeral.matches()) {
      Integer value = roman.get(numeral.group(1).toLowerCase(Locale.ROOT));
      return value == null ? null : value + numeral.group(2).toLowerCase(Locale.ROOT);
    }
    return null;
  }

  /** Whether a number is one of something else: "12 mm". */
  private boolean followed(WordTokens t, int i) {
    return i + 1 < t.size() && notBefore.contains(t.word(i + 1));
  }

  private static CheckResult result(Evidence category, SentenceReading s) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        category,
        Evidence.of(s.sentence()),
        "The assessment system does not have this category: correct the category.");
  }
}
