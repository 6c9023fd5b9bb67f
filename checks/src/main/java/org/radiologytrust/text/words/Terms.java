package org.radiologytrust.text.words;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds terms of one or more words. Each term stands for an id. The longest term at a place wins. A
 * term in capitals matches only capitals. Otherwise case does not matter, and the last word may
 * have a plural s.
 */
public final class Terms {
  /** Words {@code first} to {@code last} (inclusive) are a term that stands for {@code id}. */
  public record Hit(String id, int first, int last) {}

  private record Term(String id, String[] words, boolean capitals) {}

  private static final Term[] NONE = {};

  private static final boolean[] NOTHING = new boolean[0];

  private static final int PLACES = 64;

  /** A bit for each first word by its hash: rejects most words without a look into the map. */
  private final long[] first = new long[PLACES];

  /** The longest first. */
  private final Map<String, Term[]> byFirstWord = new HashMap<>();

  /** Terms that stand for one empty id. */
  public static Terms of(Collection<String> terms) {
    return of(Map.of("", terms));
  }

  /** Terms by their id. */
  public static Terms of(Map<String, ? extends Collection<String>> terms) {
    Map<String, List<Term>> byFirstWord = new HashMap<>();
    terms.forEach((id, all) -> all.forEach(t -> add(byFirstWord, id, t)));
    return new Terms(byFirstWord);
  }

  private Terms(Map<String, List<Term>> terms) {
    Comparator<Term> longest = Comparator.comparing((Term t) -> t.words().length).reversed();
    terms.forEach(
        (word, all) -> {
          byFirstWord.put(word, all.stream().sorted(longest).toArray(Term[]::new));
          first[place(word.hashCode())] |= 1L << word.hashCode();
        });
  }

  private static int place(int hash) {
    return (hash ^ hash >>> 16) >>> 6 & PLACES - 1;
  }

  private static void add(Map<String, List<Term>> byFirstWord, String id, String term) {
    boolean capitals = term.equals(term.toUpperCase(Locale.ROOT)) && hasLetter(term);
    WordTokens t = WordTokens.of(term);
    if (t.size() == 0) {
      throw new IllegalStateException("an empty term in a word list");
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < t.size(); i++) {
      // the same words stand in many lists, and are kept once
      words.add((capitals ? t.raw(i) : t.word(i)).intern());
    }
    byFirstWord
        .computeIfAbsent(t.word(0).intern(), k -> new ArrayList<>())
        .add(new Term(id, words.toArray(String[]::new), capitals));
    if (words.size() == 1 && !capitals) {
      String plural = (t.word(0) + "s").intern();
      byFirstWord
          .computeIfAbsent(plural, k -> new ArrayList<>())
          .add(new Term(id, new String[] {plural}, false));
    }
  }

  /** All hits from left to right; hits do not overlap. */
  public List<Hit> in(WordTokens t) {
    return in(t, NOTHING);
  }

  /**
   * All hits from left to right; hits do not overlap.
   *
   * @param between words that may stand between the words of a term
   */
  public List<Hit> in(WordTokens t, boolean[] between) {
    List<Hit> hits = new ArrayList<>();
    int i = 0;
    while (i < t.size()) {
      Hit hit = at(t, i, between);
      if (hit != null) {
        hits.add(hit);
        i = hit.last() + 1;
      } else {
        i++;
      }
    }
    return hits;
  }

  public boolean anyIn(WordTokens t) {
    return !in(t).isEmpty();
  }

  /** The longest term that begins at word {@code i}, or {@code null}. */
  public @Nullable Hit at(WordTokens t, int i) {
    return at(t, i, NOTHING);
  }

  private @Nullable Hit at(WordTokens t, int i, boolean[] between) {
    String word = t.word(i);
    int hash = word.hashCode();
    if ((first[place(hash)] & 1L << hash) == 0) {
      return null;
    }
    for (Term term : byFirstWord.getOrDefault(word, NONE)) {
      int end = end(term, t, i, between);
      if (end >= 0) {
        return new Hit(term.id(), i, end);
      }
    }
    return null;
  }

  /** The last word of a term that begins at {@code i}; -1 if it does not stand there. */
  private static int end(Term term, WordTokens t, int i, boolean[] between) {
    int n = term.words().length;
    int at = i;
    for (int k = 0; k < n; k++, at++) {
      while (k > 0 && at < between.length && between[at]) {
        at++;
      }
      if (at >= t.size()) {
        return -1;
      }
      String wanted = term.words()[k];
      String found = term.capitals() ? t.raw(at) : t.word(at);
      if (!found.equals(wanted) && (k < n - 1 || term.capitals() || !plural(found, wanted))) {
        return -1;
      }
    }
    return at - 1;
  }

  private static boolean plural(String found, String wanted) {
    return found.length() == wanted.length() + 1 && found.endsWith("s") && found.startsWith(wanted);
  }

  private static boolean hasLetter(String s) {
    return s.chars().anyMatch(Character::isLetter);
  }
}
