package org.radiologytrust.authorship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.radiologytrust.Growth;
import org.radiologytrust.authorship.WordDiff.Kind;
import org.radiologytrust.authorship.WordDiff.Piece;

class WordDiffTest {
  /** Removed words in brackets, added words in braces. */
  private static String shown(List<Piece> pieces) {
    return pieces.stream()
        .map(
            p ->
                switch (p.kind()) {
                  case SAME -> p.text();
                  case REMOVED -> "[" + p.text() + "]";
                  case ADDED -> "{" + p.text() + "}";
                })
        .collect(Collectors.joining());
  }

  private static String text(List<Piece> pieces, Kind without) {
    return pieces.stream()
        .filter(p -> p.kind() != without)
        .map(Piece::text)
        .collect(Collectors.joining());
  }

  /** As the page shows a version without the addendum beside the current one. */
  @Test
  void anAddendumIsAddedWordsOnly() {
    String whole = "IMPRESSION:\nNo fracture.";
    String first = whole + "\n\nADDENDUM:\nFracture of the left radius.";
    String both = first + "\n\nADDENDUM:\nNo fracture of the ulna.";
    for (List<String> versions :
        List.of(List.of(whole, first), List.of(first, both), List.of(whole, both))) {
      String before = versions.get(0);
      String after = versions.get(1);
      assertEquals(
          before + "{" + after.substring(before.length()) + "}", shown(WordDiff.of(before, after)));
    }
  }

  @Test
  void wordsThatChangedAreTold() {
    assertEquals(
        "IMPRESSION:\n[Right]{Left} pleural effusion.\n",
        shown(
            WordDiff.of(
                "IMPRESSION:\nRight pleural effusion.\n",
                "IMPRESSION:\nLeft pleural effusion.\n")));
    assertEquals(
        "Opacity [may represent]{is likely} atelectasis.",
        shown(WordDiff.of("Opacity may represent atelectasis.", "Opacity is likely atelectasis.")));
    assertEquals("Same.", shown(WordDiff.of("Same.", "Same.")));
    assertEquals("{New.}", shown(WordDiff.of("", "New.")));
    assertEquals("[Old.]", shown(WordDiff.of("Old.", "")));
    assertEquals("", shown(WordDiff.of("", "")));
  }

  @Test
  void partOfTheFirstTextHasWhatWasAddedInIt() {
    List<Piece> pieces =
        WordDiff.of("No effusion. Right opacity. End.", "No effusion. Left dense opacity. End.");
    assertEquals("No effusion.", shown(WordDiff.part(pieces, 0, 12)));
    assertEquals("[Right]{Left dense} opacity.", shown(WordDiff.part(pieces, 13, 27)));
    assertEquals("End.", shown(WordDiff.part(pieces, 28, 32)));
  }

  @Test
  void bothTextsCanBeReadFromThePieces() {
    Random random = new Random(26);
    for (int round = 0; round < 300; round++) {
      String a = words(random);
      String b = words(random);
      List<Piece> pieces = WordDiff.of(a, b);
      assertEquals(a, text(pieces, Kind.ADDED));
      assertEquals(b, text(pieces, Kind.REMOVED));
    }
  }

  private static String words(Random random) {
    List<String> words = List.of("a", "b", "c", " ", "\n", "é", "😀", ".", "  ");
    return random
        .ints(random.nextInt(40), 0, words.size())
        .mapToObj(words::get)
        .collect(Collectors.joining());
  }

  @Test
  void longTextsWithoutAnythingInCommonTakeLinearTime() {
    Growth.assertLinear(2_250, 9_000, WordDiffTest::different);
  }

  private static void different(int count) {
    String a = "alpha beta ".repeat(count);
    String b = "gamma\ndelta ".repeat(count);
    List<Piece> pieces = WordDiff.of(a, b);
    assertEquals(a, text(pieces, Kind.ADDED));
    assertEquals(b, text(pieces, Kind.REMOVED));
    assertTrue(pieces.size() < 40_000);
  }
}
