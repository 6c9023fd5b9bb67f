package org.radiologytrust.text.words;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowTest {
  // 0 small 1 right 2 effusion 3 no 4 nodule 5 old 6 mass
  private final WordTokens t = WordTokens.of("Small right effusion, no nodule; old mass");

  private static int[] words(Window window) {
    return window.words().toArray();
  }

  @Test
  void reachesAsFarAsItIsTold() {
    assertArrayEquals(new int[] {2, 3}, words(Window.before(t, 4, 2)));
    assertArrayEquals(new int[] {5, 6}, words(Window.behind(t, 4, 2)));
    assertArrayEquals(new int[] {1, 2, 3, 4}, words(Window.around(t, 2, 3, 1)));
  }

  @Test
  void endsWithTheSentence() {
    assertArrayEquals(new int[] {}, words(Window.before(t, 0, 3)));
    assertArrayEquals(new int[] {}, words(Window.behind(t, 6, 3)));
    assertArrayEquals(new int[] {0, 1, 2, 3, 4, 5, 6}, words(Window.around(t, 3, 3, 99)));
  }

  @Test
  void staysInTheClauseOrThePart() {
    assertArrayEquals(new int[] {3}, words(Window.before(t, 4, 9).inClause()));
    assertArrayEquals(new int[] {}, words(Window.behind(t, 4, 9).inClause()));
    assertArrayEquals(new int[] {0, 1, 2, 3}, words(Window.before(t, 4, 9).inPart()));
    assertArrayEquals(new int[] {5, 6}, words(Window.around(t, 6, 6, 9).inPart()));
    assertArrayEquals(new int[] {}, words(Window.before(t, 3, 9).inClause()));
  }

  @Test
  void endsBeforeAWordThatIsNotWanted() {
    assertArrayEquals(new int[] {2, 3}, words(Window.before(t, 4, 9).until(i -> i == 1)));
    assertArrayEquals(new int[] {1, 2, 3}, words(Window.around(t, 2, 2, 9).until(i -> i % 4 == 0)));
  }

  @Test
  void tellsWhetherItHasWords() {
    Terms terms = Terms.of(List.of("old mass", "effusion"));
    assertTrue(Window.behind(t, 4, 1).has(terms), "a term that begins in it");
    assertFalse(Window.behind(t, 4, 9).inPart().has(terms));
    assertTrue(Window.before(t, 4, 2).has(Set.of("effusion")::contains));
    assertFalse(Window.before(t, 4, 1).has(Set.of("effusion")::contains));
  }
}
