package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;

/**
 * The words of one sentence: runs of letters and digits. Two words are in one clause when only
 * blanks, hyphens, slashes or quotes are between them.
 */
final class Tokens {
  private record Token(String raw, String word, int from, int to, int clause) {}

  private final Sentence sentence;
  private final List<Token> tokens = new ArrayList<>();

  private Tokens(Sentence sentence, String text) {
    this.sentence = sentence;
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

  static Tokens of(Sentence sentence) {
    return new Tokens(sentence, sentence.text());
  }

  /** The words of a field or a term. */
  static Tokens of(String text) {
    return new Tokens(null, text);
  }

  int size() {
    return tokens.size();
  }

  /** In lower case. */
  String word(int i) {
    return tokens.get(i).word();
  }

  /** As written. */
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
    String text = sentence.text();
    int from = tokens.get(first).from();
    int to = tokens.get(last).to();
    int start = sentence.span().start() + text.codePointCount(0, from);
    return new Evidence(
        "report", text.substring(from, to), new Span(start, start + text.codePointCount(from, to)));
  }
}
