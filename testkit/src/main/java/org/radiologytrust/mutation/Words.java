package org.radiologytrust.mutation;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Words that stand nowhere else, so that a text shows where it came from. */
public final class Words {
  private static final Pattern WORD = Pattern.compile("Zq[a-p]{5}");
  private int last;

  /** The next word. */
  public String next() {
    StringBuilder word = new StringBuilder("Zq");
    for (int shift = 16; shift >= 0; shift -= 4) {
      word.append((char) ('a' + (last >> shift & 15)));
    }
    last++;
    return word.toString();
  }

  /** The words in a text. */
  public static Stream<String> in(String text) {
    return WORD.matcher(text).results().map(m -> m.group());
  }
}
