package org.radiologytrust.text.words;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The words beside other words of a sentence, as far as a check looks.
 *
 * @param first the first of the words that they are beside
 * @param last the last of these
 * @param from the first word of the window
 * @param to the word behind the last one of the window
 */
public record Window(WordTokens t, int first, int last, int from, int to) {
  /** Up to {@code reach} words before a word. */
  public static Window before(WordTokens t, int word, int reach) {
    return new Window(t, word, word, Math.max(0, word - reach), word);
  }

  /** Up to {@code reach} words behind a word. */
  public static Window behind(WordTokens t, int word, int reach) {
    return new Window(t, word, word, word + 1, Math.min(t.size(), word + 1 + reach));
  }

  /** The words {@code first} to {@code last}, and up to {@code reach} words on each side. */
  public static Window around(WordTokens t, int first, int last, int reach) {
    return new Window(
        t, first, last, Math.max(0, first - reach), Math.min(t.size(), last + 1 + reach));
  }

  /** The words that are in the clause of the words that they are beside. */
  public Window inClause() {
    return within(t::clause);
  }

  /** The words that are in the part of the sentence of the words that they are beside. */
  public Window inPart() {
    return within(t::part);
  }

  private Window within(IntUnaryOperator place) {
    return until(i -> place.applyAsInt(i) != place.applyAsInt(i < first ? first : last));
  }

  /** The words up to the next one on each side that ends the window. */
  public Window until(IntPredicate end) {
    int begin = Math.min(first, to);
    while (begin > from && !end.test(begin - 1)) {
      begin--;
    }
    int behind = Math.max(last + 1, from);
    while (behind < to && !end.test(behind)) {
      behind++;
    }
    return new Window(t, first, last, Math.max(from, begin), Math.min(to, behind));
  }

  /** Whether a term begins in the window. */
  public boolean has(Terms terms) {
    return terms.anyIn(t) && words().anyMatch(i -> terms.at(t, i) != null);
  }

  /** Whether a word of the window is of a kind. */
  public boolean has(Predicate<String> kind) {
    return words().anyMatch(i -> kind.test(t.word(i)));
  }

  /** The numbers of the words. */
  public IntStream words() {
    return IntStream.range(from, to);
  }
}
