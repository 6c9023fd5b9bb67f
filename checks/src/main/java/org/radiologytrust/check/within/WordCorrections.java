package org.radiologytrust.check.within;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.text.measures.Measurements;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds the sentences with a side or a size that a later sentence calls wrong: "left should read
 * right", "17 mm, not 7 mm".
 */
final class WordCorrections {
  /** How far the right word may stand before "not". */
  private static final int BEFORE = 6;

  /** How far the wrong word may stand before "should read". */
  private static final int FAR = 30;

  private final AddendumWords words;
  private final Sides sides;
  private final Measurements measurements;

  WordCorrections(AddendumWords words, Sides sides, Measurements measurements) {
    this.words = words;
    this.sides = sides;
    this.measurements = measurements;
  }

  /**
   * What is wrong.
   *
   * @param side {@code null} if the size is
   * @param size the words of the size; empty if the side is wrong
   */
  private record Wrong(@Nullable Side side, List<String> size) {}

  /**
   * The earlier sentences that have what a later one calls wrong. If it names no finding and no
   * device, only one sentence can be meant.
   */
  Map<Statement, Difference> of(Statement said, List<Statement> earlier) {
    Wrong wrong = in(said.sentence());
    if (wrong == null) {
      return Map.of();
    }
    Set<String> concepts = concepts(said.sentence());
    List<Statement> having =
        earlier.stream().filter(e -> says(wrong, e.sentence(), concepts)).toList();
    Map<Statement, Difference> found = new LinkedHashMap<>();
    if (having.size() == 1 || !concepts.isEmpty()) {
      having.forEach(e -> found.put(e, wrong.side() == null ? Difference.SIZE : Difference.SIDE));
    }
    return found;
  }

  /** What a sentence calls wrong; {@code null} if it corrects no side and no size. */
  private @Nullable Wrong in(SentenceReading s) {
    WordTokens t = s.words();
    @Nullable Side[] named = sides.in(t);
    @Nullable Measurement[] begins = new @Nullable Measurement[t.size()];
    @Nullable Measurement[] ends = new @Nullable Measurement[t.size()];
    for (Measurement m : measurements.in(t)) {
      begins[m.first()] = m;
      ends[m.last()] = m;
    }
    for (int i = 1; i < t.size(); i++) {
      Terms.Hit cue = words.becomes().at(t, i);
      boolean wrongFirst = cue != null;
      cue = wrongFirst ? cue : words.insteadOf().at(t, i);
      if (cue == null) {
        continue;
      }
      int from = Math.max(0, cue.first() - (wrongFirst ? FAR : BEFORE));
      Side sideBefore = before(cue, from, k -> named[k]);
      Side sideBehind = behind(t, cue, k -> named[k]);
      Side wrong = wrongFirst ? sideBefore : sideBehind;
      Side right = wrongFirst ? sideBehind : sideBefore;
      if (wrong != null && wrong != Side.BOTH && right != null && right != wrong) {
        return new Wrong(wrong, List.of());
      }
      Measurement before = before(cue, from, k -> ends[k]);
      Measurement behind = behind(t, cue, k -> begins[k]);
      if (before != null && behind != null && !SizeValues.agree(before, behind)) {
        return new Wrong(null, words(t, wrongFirst ? before : behind));
      }
    }
    return null;
  }

  private static List<String> words(WordTokens t, Measurement m) {
    return IntStream.rangeClosed(m.first(), m.last()).mapToObj(t::word).toList();
  }

  private static <T> @Nullable T before(Terms.Hit cue, int from, IntFunction<@Nullable T> what) {
    for (int k = cue.first() - 1; k >= from; k--) {
      if (what.apply(k) != null) {
        return what.apply(k);
      }
    }
    return null;
  }

  private <T> @Nullable T behind(WordTokens t, Terms.Hit cue, IntFunction<@Nullable T> what) {
    for (int k = cue.last() + 1; k < t.size() && t.part(k) == t.part(cue.last()); k++) {
      if (what.apply(k) != null || !words.between().contains(t.word(k))) {
        return what.apply(k);
      }
    }
    return null;
  }

  /**
   * Whether an earlier sentence has the wrong side or size.
   *
   * @param concepts ids of the findings and devices that are meant; empty for any
   */
  private static boolean says(Wrong wrong, SentenceReading earlier, Set<String> concepts) {
    if (wrong.side() == null && !hasWords(earlier.words(), wrong.size())) {
      return false;
    }
    return earlier.mentions().stream()
        .filter(m -> wrong.side() == null || m.side() == wrong.side())
        .anyMatch(m -> concepts.isEmpty() || concepts.contains(m.concept()));
  }

  private static boolean hasWords(WordTokens t, List<String> words) {
    List<String> all = IntStream.range(0, t.size()).mapToObj(t::word).toList();
    return Collections.indexOfSubList(all, words) >= 0;
  }

  /** The ids of the findings and devices that a sentence names. */
  private static Set<String> concepts(SentenceReading s) {
    return s.mentions().stream()
        .filter(m -> m.kind() == MentionKind.FINDING || m.kind() == MentionKind.DEVICE)
        .map(Mention::concept)
        .collect(Collectors.toSet());
  }
}
