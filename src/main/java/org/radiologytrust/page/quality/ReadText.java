package org.radiologytrust.page.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.radiologytrust.model.Span;
import org.radiologytrust.review.Problem;

/** The text of a report with the words of one flag, and of nothing else. */
record ReadText(List<Piece> pieces) {
  /** What a part of the text is. */
  enum Kind {
    PLAIN,
    FLAGGED,
    /** What the flagged words are compared with. */
    COMPARED
  }

  record Piece(String words, Kind kind) {
    /** Withholds the words. */
    @Override
    public String toString() {
      return "Piece[" + kind + "]";
    }
  }

  ReadText {
    pieces = List.copyOf(pieces);
  }

  static ReadText plain(String text) {
    return new ReadText(List.of(new Piece(text, Kind.PLAIN)));
  }

  /** The words that were flagged, several places joined. */
  String flagged() {
    return words(Kind.FLAGGED);
  }

  /** Whether other words of the text are framed. */
  boolean compares() {
    return pieces.stream().anyMatch(piece -> piece.kind() == Kind.COMPARED);
  }

  /** Whether it is the first of its kind. */
  boolean first(Piece piece) {
    return pieces.stream()
        .filter(one -> one.kind() == piece.kind())
        .findFirst()
        .filter(one -> one == piece)
        .isPresent();
  }

  private String words(Kind kind) {
    return pieces.stream()
        .filter(piece -> piece.kind() == kind)
        .map(Piece::words)
        .collect(Collectors.joining(" … "));
  }

  /** Spans count code points; those outside the text are left out. */
  static ReadText of(String text, Problem problem) {
    int[] points = text.codePoints().toArray();
    Kind[] kinds = new Kind[points.length];
    Arrays.fill(kinds, Kind.PLAIN);
    paint(kinds, problem.compared(), Kind.COMPARED);
    paint(kinds, problem.places(), Kind.FLAGGED);
    List<Piece> pieces = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= points.length; i++) {
      if (i == points.length || kinds[i] != kinds[start]) {
        pieces.add(new Piece(new String(points, start, i - start), kinds[start]));
        start = i;
      }
    }
    return new ReadText(pieces);
  }

  private static void paint(Kind[] kinds, Collection<Span> spans, Kind kind) {
    spans.stream()
        .filter(Objects::nonNull)
        .flatMapToInt(s -> IntStream.range(Math.max(0, s.start()), Math.min(kinds.length, s.end())))
        .forEach(i -> kinds[i] = kind);
  }

  /** Withholds the words. */
  @Override
  public String toString() {
    return "ReadText";
  }
}
