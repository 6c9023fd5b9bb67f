package org.radiologytrust.pipeline.words;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.Scopes;
import org.radiologytrust.text.words.WordTokens;

/**
 * The negations of one sentence as the model is shown it: which of them reach a quote from outside.
 * A quote without its negation says the opposite of the report. Places are in code points.
 */
public final class ShownNegations {
  private final Scopes scopes;
  private final WordTokens tokens;
  private final Scopes.Reading reading;
  private final List<Span> words = new ArrayList<>();
  private final Set<Integer> cues = new HashSet<>();

  /**
   * @param shown the sentence as the model is shown it; not empty
   */
  public ShownNegations(Scopes scopes, String shown) {
    Span all = new Span(0, shown.codePointCount(0, shown.length()));
    this.scopes = scopes;
    tokens = WordTokens.of(new Sentence(1, Section.OTHER, all, shown));
    reading = scopes.read(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      words.add(tokens.evidence(i, i).span());
      cues.add(reading.negation(i));
    }
  }

  /** Whether a text denies anything. */
  public static boolean in(Scopes scopes, String text) {
    WordTokens t = WordTokens.of(text);
    Scopes.Reading reading = scopes.read(t);
    for (int i = 0; i < t.size(); i++) {
      if (reading.polarity(i) != Polarity.AFFIRMED) {
        return true;
      }
    }
    return false;
  }

  /**
   * Where the first negation before a quote begins that reaches a word of it, or that makes a fixed
   * phrase with a word of it. Words behind a negation of the quote's own belong to that one.
   */
  public OptionalInt before(Span quote) {
    int first = quote.start();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).overlaps(quote)) {
        if (cues.contains(i)) {
          break;
        }
        int negation = negation(i, quote);
        first = Math.min(first, negation < 0 ? first : negation);
        first = Math.min(first, words.get(scopes.phrase(tokens, i)).start());
      }
    }
    return first < quote.start() ? OptionalInt.of(first) : OptionalInt.empty();
  }

  /** Whether a negation behind a quote reaches a word of it. */
  public boolean behind(Span quote) {
    for (int i = 0; i < words.size(); i++) {
      if (negation(i, quote) >= quote.end()) {
        return true;
      }
    }
    return false;
  }

  /** Where the negation of a word begins; -1 when the word is not denied or not in the quote. */
  private int negation(int word, Span quote) {
    return words.get(word).overlaps(quote) && reading.polarity(word) == Polarity.DENIED
        ? words.get(reading.negation(word)).start()
        : -1;
  }
}
