package org.radiologytrust.lab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Span;

/** The text of a report in pieces, with evidence and seeded words marked. */
record MarkedText(List<Piece> pieces) {
  /**
   * @param style class of the mark; {@code null} without a mark
   */
  record Piece(String text, @Nullable String style) {}

  /**
   * @param flags whose evidence is marked
   * @param said seeded words, which are marked where they are found
   */
  static MarkedText of(String text, List<CheckResult> flags, List<String> said) {
    List<Span> evidence =
        flags.stream()
            .flatMap(f -> Stream.of(f.first(), f.second()))
            .map(Evidence::span)
            .filter(s -> s != null)
            .toList();
    List<Span> seeded = new ArrayList<>();
    for (String words : said) {
      int at = text.indexOf(words);
      if (at >= 0 && !words.isEmpty()) {
        int start = text.codePointCount(0, at);
        seeded.add(new Span(start, start + words.codePointCount(0, words.length())));
      }
    }
    TreeSet<Integer> cuts = new TreeSet<>(List.of(0, text.codePointCount(0, text.length())));
    Stream.concat(evidence.stream(), seeded.stream())
        .forEach(
            s -> {
              cuts.add(s.start());
              cuts.add(s.end());
            });
    int[] points = text.codePoints().toArray();
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int to : cuts.tailSet(0, false)) {
      String style = covers(evidence, from) ? "wrong" : covers(seeded, from) ? "seeded" : null;
      pieces.add(new Piece(new String(points, from, to - from), style));
      from = to;
    }
    return new MarkedText(pieces);
  }

  private static boolean covers(List<Span> spans, int at) {
    return spans.stream().anyMatch(s -> s.start() <= at && at < s.end());
  }
}
