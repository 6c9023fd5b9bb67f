package org.radiologytrust.text.words;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;

/**
 * The words of one sentence in cleaned form ({@link CleanText}), without accents. A word is a run
 * of letters and digits. Words are in one clause if only blanks, hyphens, slashes or quotes
 * separate them.
 */
public final class WordTokens {
  private record Token(String raw, String word, int from, int to, int clause, int part) {}

  private static final int SHORT_FORM = 2;

  private final @Nullable Sentence sentence;
  private final CleanText clean;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private final Map<Class<?>, Object> read = new HashMap<>(4);
  private Trace trace = Trace.NONE;
  private @Nullable ListHits hits;
  private @Nullable ListHits hitsApart;

  private WordTokens(@Nullable Sentence sentence, CleanText clean) {
    this.sentence = sentence;
    this.clean = clean;
    this.text = clean.folded();
    int clause = 0;
    int part = 0;
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        boolean decimal =
            c == '.' && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
        if (",;:()[].—–?!".indexOf(c) >= 0 && !decimal && !shortForm(i)) {
          clause++;
          part += ";:.?!".indexOf(c) >= 0 ? 1 : 0;
        }
        i++;
        continue;
      }
      int from = i;
      while (i < text.length() && Character.isLetterOrDigit(text.charAt(i))) {
        i++;
      }
      String raw = text.substring(from, i);
      tokens.add(new Token(raw, raw.toLowerCase(Locale.ROOT), from, i, clause, part));
    }
  }

  /** Whether a period behind a short word ends no clause, as in "Lt. hip". */
  private boolean shortForm(int i) {
    if (text.charAt(i) != '.' || i + 2 >= text.length() || tokens.isEmpty()) {
      return false;
    }
    Token before = tokens.get(tokens.size() - 1);
    return before.to() == i
        && i - before.from() <= SHORT_FORM
        && Character.isLetter(before.raw().charAt(0))
        && text.charAt(i + 1) == ' ';
  }

  public static WordTokens of(Sentence sentence) {
    return new WordTokens(sentence, CleanText.of(sentence.text()));
  }

  /** The words of a sentence whose readers are traced. */
  public static WordTokens of(Sentence sentence, Trace trace) {
    WordTokens t = of(sentence);
    t.trace = trace;
    return t;
  }

  /** The words of a field or a term. */
  public static WordTokens of(String text) {
    return new WordTokens(null, CleanText.of(text));
  }

  public int size() {
    return tokens.size();
  }

  /** A word in lower case. */
  public String word(int i) {
    return tokens.get(i).word();
  }

  /** A word in its original case. */
  public String raw(int i) {
    return tokens.get(i).raw();
  }

  /** What stands between word {@code i - 1} and word {@code i}. */
  public String gap(int i) {
    return text.substring(tokens.get(i - 1).to(), tokens.get(i).from());
  }

  /** Words with the same number are in one clause. */
  public int clause(int i) {
    return tokens.get(i).clause();
  }

  /** Words with the same number have no more than commas, dashes and brackets between them. */
  public int part(int i) {
    return tokens.get(i).part();
  }

  /** Whether a question mark ends or begins the text. */
  public boolean question() {
    String trimmed = text.strip();
    return trimmed.endsWith("?") || trimmed.startsWith("?");
  }

  /**
   * What a reader finds in these words. It reads them once; later calls return the same object,
   * which nobody may change. Readers of one kind find the same, because their word lists are the
   * same.
   *
   * @param kind of the reader
   */
  @SuppressWarnings("unchecked")
  public <T> T once(Class<?> kind, Function<WordTokens, T> reader) {
    Object known = read.get(kind);
    if (known == null) {
      known = reader.apply(this);
      read.put(kind, known);
    }
    return (T) known;
  }

  /**
   * The hits that were kept last; {@code null} if none were.
   *
   * @param apart whether other words may stand between the words of a term
   */
  @Nullable ListHits hits(boolean apart) {
    return apart ? hitsApart : hits;
  }

  void keep(ListHits found, boolean apart) {
    if (apart) {
      hitsApart = found;
    } else {
      hits = found;
    }
  }

  /** Hears what is sought in these words. */
  Trace trace() {
    return trace;
  }

  /** The cleaned text of these words. */
  public String text() {
    return text;
  }

  /** The word at a place of {@link #text}; the next word if there is none at it. */
  public int wordAt(int place) {
    int low = 0;
    int high = tokens.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.get(middle).to() <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The sentence of these words; not for a field or a term. */
  public Sentence sentence() {
    return sentence;
  }

  /** All words as evidence. */
  public Evidence evidence() {
    return evidence(0, size() - 1);
  }

  /**
   * The words {@code first} to {@code last} (inclusive) as evidence, with their place in the
   * report.
   */
  public Evidence evidence(int first, int last) {
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
