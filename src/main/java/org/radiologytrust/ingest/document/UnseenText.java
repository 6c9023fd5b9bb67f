package org.radiologytrust.ingest.document;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.model.NotAudited;

/** Counts the text of a document that is not read, because nobody sees it or it is not said. */
public final class UnseenText {
  /** How text looks to a reader of the document. */
  public enum Look {
    SEEN("text of an %s", true),
    INVISIBLE("invisible text of an %s", false),
    DELETED("deleted text of an %s", false),
    STRUCK("struck-out text of an %s", false),
    /** Some programs show it, others do not: it is not read, and costs the score. */
    DOUBTFUL("text of an %s that may be invisible", true);

    private final String words;
    private final boolean reportText;

    Look(String words, boolean reportText) {
      this.words = words;
      this.reportText = reportText;
    }
  }

  private final String format;
  private final Map<Look, Integer> characters = new EnumMap<>(Look.class);

  /**
   * @param format such as {@code RTF}
   */
  public UnseenText(Format format) {
    this.format = format.words();
  }

  public void add(Look look, String text) {
    int seen = (int) text.codePoints().filter(c -> !blank(c)).count();
    if (seen > 0) {
      characters.merge(look, seen, Integer::sum);
    }
  }

  private static boolean blank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** What was counted, in fixed words. */
  public List<NotAudited> list() {
    List<NotAudited> parts = new ArrayList<>();
    characters.forEach(
        (look, size) ->
            parts.add(
                new NotAudited(
                    look.words.formatted(format),
                    size,
                    NotAudited.Unit.CHARACTERS,
                    look.reportText)));
    return parts;
  }
}
