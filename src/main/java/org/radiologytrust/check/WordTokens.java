package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.CleanText;

/**
 * The words of one sentence as a reader sees them ({@link CleanText}), without accents: runs of
 * letters and digits. Two words are in one clause when only blanks, hyphens, slashes or quotes are
 * between them.
 */
final class WordTokens {
  private record Token(String raw, String word, int from, int to, int clause) {}

  private final Sentence sentence;
  private final CleanText clean;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();

  private WordTokens(Sentence sentence, CleanText clean) {
    this.sentence = sentence;
    this.clean = clean;
    this.text = clean.folded();
    int clause = 0;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        boolean decimal =
            c == '.' && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
        if (",;:()[].—–?!".indexOf(c) >= 0 && !decimal) {
          clause++;
        }
        i++;
        continue;
      }
      int from = i;
      while (i < text.length() && Character.isLetterOrDigit(text.charAt(i))) {
        i++;
      }
      String raw = text.substring(from, i);
      tokens.add(new Token(raw, raw.toLowerCase(Locale.ROOT), from, i, clause));
    }
  }

  static WordTokens of(Sentence sentence) {
    return new WordTokens(sentence, CleanText.of(sentence.text()));
  }

  /** The words of a field or a term. */
  static WordTokens of(String text) {
    return new WordTokens(null, CleanText.of(text));
  }

  int size() {
    return tokens.size();
  }

  /** In lower case. */
  String word(int i) {
    return tokens.get(i).word();
  }

  /** In the case that it is written in. */
  String raw(int i) {
    return tokens.get(i).raw();
  }

  int clause(int i) {
    return tokens.get(i).clause();
  }

  Sentence sentence() {
    return sentence;
  }

  /** The place of words {@code first} to {@code last} (inclusive) in the report. */
  Evidence evidence(int first, int last) {
    int from = text.codePointCount(0, tokens.get(first).from());
    int to = text.codePointCount(0, tokens.get(last).to());
    Span written = clean.span(from, to);
    int start = sentence.span().start();
    return new Evidence(
        "report",
        written.in(sentence.text()),
        new Span(start + written.start(), start + written.end()));
  }
}
