package org.radiologytrust.ingest.document.pdf;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.NotAudited.Unit;

/** The letters of a PDF that are not read, by their reason. */
final class UnreadLetters {
  /** Why letters are not read. */
  enum Kind {
    /** Nobody who reads the report sees them, so that they are not the report's own text. */
    INVISIBLE("invisible text of a PDF", false),
    /** Their author took them back. */
    STRUCK("struck-out text of a PDF", false),
    ACROSS("text across the page of a PDF", true),
    DOUBTFUL("text of a PDF that may be invisible", true),
    UNKNOWN("text of a PDF whose font does not name its letters", true);

    private final String what;
    private final boolean words;

    Kind(String what, boolean words) {
      this.what = what;
      this.words = words;
    }
  }

  /** Letters of one kind on one page. */
  private record Part(Kind kind, String text, int page, boolean letterhead) {}

  private final List<Part> parts = new ArrayList<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Map<Object, Set<Integer>> pagesOf = new HashMap<>();
  private int pages;

  /** Begins a page. */
  void begin() {
    pages++;
  }

  /**
   * Takes letters.
   *
   * @param text without blanks
   * @param letterhead whether they are no words of the report: they stand where a letterhead, a
   *     watermark or a margin has its words, or are single symbols
   */
  void add(Kind kind, String text, boolean letterhead) {
    if (!text.isEmpty()) {
      parts.add(new Part(kind, text, pages, letterhead));
      counts.merge(kind, text.codePointCount(0, text.length()), Integer::sum);
      pagesOf.computeIfAbsent(List.of(kind, text), k -> new HashSet<>()).add(pages);
    }
  }

  /** How many letters are of a kind. */
  int count(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** What has to be named. What repeats on the pages costs no score, like a letterhead. */
  List<NotAudited> parts() {
    List<NotAudited> named = new ArrayList<>();
    for (Part part : parts) {
      Kind kind = part.kind;
      int on = pagesOf.getOrDefault(List.of(kind, part.text), Set.of()).size();
      boolean repeated = kind != Kind.UNKNOWN && on >= 2 && 2 * on >= pages;
      boolean words = kind.words && !part.letterhead && !repeated;
      long size = part.text.codePointCount(0, part.text.length());
      named.add(new NotAudited(kind.what, size, Unit.CHARACTERS, words));
    }
    return NotAudited.merged(named);
  }
}
