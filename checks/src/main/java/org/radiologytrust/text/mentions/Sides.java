package org.radiologytrust.text.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Order;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Finds sides in words, except where "left" and "right" mean something else. */
public final class Sides {
  private static final String FILE = "sides.yaml";
  private static final int DIRECTION_REACH = 8;

  /** How far the sides may stand from the "than" between them. */
  private static final int THAN_REACH = 4;

  /** Codes of a side in an order. */
  private record Codes(Set<String> left, Set<String> right) {}

  private record Words(
      Set<String> left,
      Set<String> right,
      Set<String> both,
      @MayBeEmpty Set<String> shortLeft,
      @MayBeEmpty Set<String> shortRight,
      @MayBeEmpty Set<String> shortNot,
      @MayBeEmpty Set<String> orderLeft,
      @MayBeEmpty Set<String> orderRight,
      @MayBeEmpty Set<String> orderBoth,
      @MayBeEmpty Terms notASide,
      @MayBeEmpty Terms ofNames,
      @MayBeEmpty Set<String> directions,
      @MayBeEmpty Set<String> leads,
      @MayBeEmpty Set<String> separating,
      @MayBeEmpty Terms locating,
      @MayBeEmpty Set<String> nouns,
      @MayBeEmpty Set<String> comparisons,
      @MayBeEmpty Set<String> than,
      @MayBeEmpty Terms history,
      @MayBeEmpty Terms otherTime,
      @MayBeEmpty Terms notExamined,
      @Nullable Codes codes) {}

  private final Words words;
  private final Codes codes;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public Sides(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
    codes = words.codes() == null ? new Codes(Set.of(), Set.of()) : words.codes();
  }

  /** The side that each word of a sentence names; an element is {@code null} if it names none. */
  public @Nullable Side[] in(WordTokens t) {
    return t.once(Sides.class, this::read);
  }

  /**
   * The same, with the sides that belong to the name of a part: "left ventricle". They tell two
   * parts apart, but not where a finding is.
   */
  public @Nullable Side[] withNames(WordTokens t) {
    @Nullable Side[] named = in(t);
    if (!words.ofNames().anyIn(t)) {
      return named;
    }
    @Nullable Side[] all = named.clone();
    words.ofNames().in(t).forEach(hit -> all[hit.first()] = side(t.word(hit.first())));
    return all;
  }

  private @Nullable Side[] read(WordTokens t) {
    @Nullable Side[] sides = new @Nullable Side[t.size()];
    int compared = -1;
    for (int i = 0; i < t.size(); i++) {
      String w = t.word(i);
      if (words.comparisons().contains(w)) {
        compared = t.clause(i);
      }
      if (t.clause(i) != compared) {
        sides[i] = side(w) == null ? abbreviated(t, i) : side(w);
      }
    }
    for (int i = 1; i < t.size(); i++) {
      int first = words.than().contains(t.word(i)) ? compared(t, sides, i) : -1;
      if (first >= 0) {
        sides[first] = Side.BOTH;
      }
    }
    for (int i = 0; i < t.size(); i++) {
      Terms.Hit hit = words.notASide().at(t, i);
      hit = hit == null ? words.ofNames().at(t, i) : hit;
      if (hit != null) {
        for (int k = hit.first(); k <= hit.last(); k++) {
          sides[k] = null;
        }
      }
      if (words.directions().contains(t.word(i))) {
        for (int k = i + 1; k < t.size() && k <= i + DIRECTION_REACH; k++) {
          boolean direction = t.clause(k) == t.clause(i) && (k == i + 1 && last(t, k) || led(t, k));
          sides[k] = direction ? null : sides[k];
        }
      }
    }
    return sides;
  }

  private static boolean last(WordTokens t, int i) {
    return i + 1 == t.size() || t.clause(i + 1) != t.clause(i);
  }

  /** "to the right", "toward right". */
  private boolean led(WordTokens t, int i) {
    return i > 1
        && (words.leads().contains(t.word(i - 1)) || words.leads().contains(t.word(i - 2)));
  }

  /** The side in "left greater than right", which names both; -1 if it names only one. */
  private int compared(WordTokens t, @Nullable Side[] sides, int than) {
    int behind = than + 1;
    while (behind < t.size() && behind <= than + THAN_REACH && side(t.word(behind)) == null) {
      behind++;
    }
    if (behind == t.size() || behind > than + THAN_REACH) {
      return -1;
    }
    for (int i = than - 1; i >= 0 && i >= than - THAN_REACH; i--) {
      if (sides[i] != null) {
        return sides[i].opposite() == side(t.word(behind)) ? i : -1;
      }
    }
    return -1;
  }

  /** The side of an order or an examination line; {@code null} if it names none. */
  public @Nullable Side ofOrder(WordTokens t) {
    Set<Side> found = new HashSet<>();
    @Nullable Side[] sides = in(t);
    for (int i = 0; i < t.size(); i++) {
      if (sides[i] != null) {
        found.add(sides[i]);
      } else if (words.orderLeft().contains(t.raw(i))) {
        found.add(Side.LEFT);
      } else if (words.orderRight().contains(t.raw(i))) {
        found.add(Side.RIGHT);
      } else if (words.orderBoth().contains(t.raw(i))) {
        found.add(Side.BOTH);
      }
    }
    return found.isEmpty() ? null : found.size() == 1 ? found.iterator().next() : Side.BOTH;
  }

  /** The side in the order's laterality; {@code null} if it names none. */
  public @Nullable Side ofCode(Order order) {
    String code = order.laterality().strip().toUpperCase(Locale.ROOT);
    if (codes.left().contains(code)) {
      return Side.LEFT;
    }
    if (codes.right().contains(code)) {
      return Side.RIGHT;
    }
    return code.isEmpty() ? null : ofOrder(WordTokens.of(code));
  }

  /** Whether a sentence is about the past, another study or a part that was not examined. */
  public boolean elsewhere(WordTokens t) {
    return words.history().anyIn(t) || words.otherTime().anyIn(t) || words.notExamined().anyIn(t);
  }

  /** Whether a word between a side and a part says that they do not belong together. */
  public boolean separates(String word) {
    return words.separating().contains(word);
  }

  /** Whether words that lead to a side begin at {@code i}: "on the". */
  public boolean locates(WordTokens t, int i) {
    return words.locating().at(t, i) != null;
  }

  /** Whether it is the noun of a side: "on the left side". */
  public boolean noun(String word) {
    return words.nouns().contains(word);
  }

  /** Whether a sentence is about the patient's past. */
  public boolean history(WordTokens t) {
    return words.history().anyIn(t);
  }

  private @Nullable Side abbreviated(WordTokens t, int i) {
    boolean left = words.shortLeft().contains(t.raw(i));
    if (!left && !words.shortRight().contains(t.raw(i))) {
      return null;
    }
    boolean plain =
        i + 1 < t.size()
            && t.clause(i + 1) == t.clause(i)
            && !words.shortNot().contains(t.word(i + 1))
            && (i == 0 || !Character.isDigit(t.word(i - 1).charAt(0)));
    return !plain ? null : left ? Side.LEFT : Side.RIGHT;
  }

  private @Nullable Side side(String w) {
    if (words.left().contains(w)) {
      return Side.LEFT;
    }
    if (words.right().contains(w)) {
      return Side.RIGHT;
    }
    return words.both().contains(w) ? Side.BOTH : null;
  }
}
