package org.radiologytrust.page.opened;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A value with the parts in which it differs from another one: whole words, and single digits.
 *
 * @param parts in the order of the value
 */
record Marked(List<Part> parts) {
  /** A word, or one other character. */
  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{M}]+|\\P{L}", Pattern.DOTALL);

  /** Longer values are marked as a whole. */
  private static final int MOST = 200;

  Marked {
    parts = List.copyOf(parts);
  }

  /** Some characters of a value. */
  record Part(String text, boolean differs) {
    /** Withholds the patient's data. */
    @Override
    public String toString() {
      return "Part[" + differs + "]";
    }
  }

  static Marked plain(String value) {
    return new Marked(List.of(new Part(value, false)));
  }

  /** The first value, with what the second one does not have at the same place. */
  static Marked of(String value, String other) {
    List<String> own = tokens(value);
    List<String> others = tokens(other);
    if (own.size() > MOST || others.size() > MOST) {
      return new Marked(List.of(new Part(value, true)));
    }
    boolean[] common = own.size() == others.size() ? inPlace(own, others) : longest(own, others);
    if (2 * count(common) < own.size()) {
      // what little is alike is chance
      return new Marked(List.of(new Part(value, true)));
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      add(parts, own.get(i), !common[i]);
    }
    return new Marked(parts);
  }

  private static int count(boolean[] common) {
    int count = 0;
    for (boolean one : common) {
      count += one ? 1 : 0;
    }
    return count;
  }

  private static List<String> tokens(String value) {
    return TOKEN.matcher(value).results().map(MatchResult::group).toList();
  }

  private static void add(List<Part> parts, String token, boolean differs) {
    int last = parts.size() - 1;
    if (last >= 0 && parts.get(last).differs == differs) {
      parts.set(last, new Part(parts.get(last).text + token, differs));
    } else {
      parts.add(new Part(token, differs));
    }
  }

  private static boolean[] inPlace(List<String> own, List<String> others) {
    boolean[] common = new boolean[own.size()];
    for (int i = 0; i < common.length; i++) {
      common[i] = own.get(i).equalsIgnoreCase(others.get(i));
    }
    return common;
  }

  /** Which tokens belong to the longest common subsequence. */
  private static boolean[] longest(List<String> own, List<String> others) {
    int[][] length = new int[own.size() + 1][others.size() + 1];
    for (int i = own.size() - 1; i >= 0; i--) {
      for (int j = others.size() - 1; j >= 0; j--) {
        length[i][j] =
            own.get(i).equalsIgnoreCase(others.get(j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    boolean[] common = new boolean[own.size()];
    int j = 0;
    for (int i = 0; i < own.size() && j < others.size(); ) {
      if (own.get(i).equalsIgnoreCase(others.get(j))) {
        common[i++] = true;
        j++;
      } else if (length[i + 1][j] >= length[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
    return common;
  }
}
