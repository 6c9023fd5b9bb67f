package org.radiologytrust.text.measures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Finds words that say how a size changed: "larger", "decreased", "unchanged". */
public final class Trends {
  /** The direction of a change. */
  public enum Direction {
    LARGER,
    SMALLER,
    SAME
  }

  /** Words {@code first} to {@code last} (inclusive) say that something changed in a direction. */
  public record Trend(Direction direction, int first, int last) {}

  private static final int BEHIND = 4;
  private static final int NEGATION = 3;
  private static final int BECOMING = 2;
  private static final int BEFORE = 30;

  private final MeasureWords words;
  private final Terms directions;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public Trends(SiteFiles files) {
    this(files, MeasureWords.load(files));
  }

  Trends(SiteFiles files, MeasureWords words) {
    this.words = words;
    directions =
        Terms.of(
            files,
            "measures.yaml",
            Map.of(
                Direction.LARGER.name(), words.larger(),
                Direction.SMALLER.name(), words.smaller(),
                Direction.SAME.name(), words.same()));
  }

  /** The trends of a sentence, from left to right. */
  public List<Trend> in(WordTokens t) {
    List<Trend> found = new ArrayList<>();
    for (Terms.Hit hit : directions.in(t)) {
      if (!ofSize(t, hit)) {
        continue;
      }
      found.add(new Trend(Direction.valueOf(hit.id()), hit.first(), hit.last()));
    }
    return found;
  }

  /** Whether a change, with or without direction, is shortly before a word. */
  boolean before(WordTokens t, int place) {
    for (int i = Math.max(0, place - BEFORE); i < place; i++) {
      Terms.Hit hit = directions.at(t, i);
      if (words.changed().at(t, i) != null || hit != null && hit.last() < place && ofSize(t, hit)) {
        return true;
      }
    }
    return false;
  }

  /** Whether words are a change of a size: not "the larger nodule", "increased in density". */
  private boolean ofSize(WordTokens t, Terms.Hit hit) {
    String word = t.word(hit.first());
    String before = hit.first() == 0 ? "" : t.word(hit.first() - 1);
    boolean ends = hit.last() + 1 == t.size() || t.clause(hit.last() + 1) != t.clause(hit.last());
    String next = ends ? "" : t.word(hit.last() + 1);
    boolean name = words.comparatives().contains(word) && words.articles().contains(before);
    boolean changes =
        words.changesBefore().contains(next)
            || (words.lasting().contains(word)
                ? Window.before(t, hit.first(), BECOMING).inClause().has(words.becoming()::contains)
                : ends || words.changesAfter().contains(before));
    boolean state = words.states().contains(word) && !changes;
    return !name && !state && !denied(t, hit) && !ofAnother(t, hit.last());
  }

  private boolean denied(WordTokens t, Terms.Hit hit) {
    return Direction.valueOf(hit.id()) != Direction.SAME
        && Window.before(t, hit.first(), NEGATION).inClause().has(words.negations()::contains);
  }

  /** "increased in density", "larger than the left one". */
  private boolean ofAnother(WordTokens t, int last) {
    boolean than = false;
    for (int i = last + 1; i < t.size() && i <= last + BEHIND; i++) {
      if (t.clause(i) != t.clause(last)) {
        return false;
      }
      than |= words.than().contains(t.word(i));
      boolean quality = i <= last + 2 && words.notSize().contains(t.word(i));
      if (quality || than && words.others().contains(t.word(i))) {
        return true;
      }
    }
    return false;
  }
}
