package org.radiologytrust.authorship;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The changes from one text to another, word by word. First lines are compared, then the words of
 * the lines that differ. Uses the algorithm of Myers, and gives up where the texts have too little
 * in common: then they are shown as removed and added as a whole. So the time is bounded, which the
 * libraries that we know do not promise for a hostile pair of texts.
 */
public final class WordDiff {
  /**
   * How many lines or words may differ within one comparison. Memory grows with its square: 9 MB.
   */
  private static final int MOST_CHANGES = 1500;

  private static final Pattern LINE = Pattern.compile("[^\\n]*\\n|[^\\n]+");
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+|[^\\S\\n]+|\\n|(?s:.)");

  private final List<Piece> pieces = new ArrayList<>();

  /** What became of a piece of text. */
  public enum Kind {
    SAME,
    REMOVED,
    ADDED;

    /** The name in messages. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A piece of text; of the first text if it was removed, of the second if it was added. */
  public record Piece(Kind kind, String text) {
    public boolean same() {
      return kind == Kind.SAME;
    }

    public boolean removed() {
      return kind == Kind.REMOVED;
    }

    /** Withholds the words of the report. */
    @Override
    public String toString() {
      return "Piece[" + kind + "]";
    }
  }

  private WordDiff() {}

  /** The pieces in order. Neighbours are of different kinds; what was removed comes first. */
  public static List<Piece> of(String before, String after) {
    WordDiff diff = new WordDiff();
    diff.lines(tokens(LINE, before), tokens(LINE, after));
    return joined(diff.pieces);
  }

  /**
   * The pieces of a part of the first text, with what was added in it.
   *
   * @param from UTF-16 offset in the first text
   * @param to UTF-16 offset behind the last
   */
  public static List<Piece> part(List<Piece> pieces, int from, int to) {
    List<Piece> part = new ArrayList<>();
    int at = 0;
    for (Piece piece : pieces) {
      if (piece.kind() == Kind.ADDED) {
        boolean inside = at > from && at < to;
        boolean replaces = at == to && !part.isEmpty() && part.get(part.size() - 1).removed();
        if (inside || replaces) {
          part.add(piece);
        }
        continue;
      }
      int start = Math.max(from, at);
      int end = Math.min(to, at + piece.text().length());
      if (start < end) {
        part.add(new Piece(piece.kind(), piece.text().substring(start - at, end - at)));
      }
      at += piece.text().length();
    }
    return part;
  }

  private static List<String> tokens(Pattern pattern, String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private void lines(List<String> before, List<String> after) {
    StringBuilder removed = new StringBuilder();
    StringBuilder added = new StringBuilder();
    for (Piece line : compare(before, after)) {
      switch (line.kind()) {
        case REMOVED -> removed.append(line.text());
        case ADDED -> added.append(line.text());
        case SAME -> {
          words(removed, added);
          pieces.add(line);
        }
      }
    }
    words(removed, added);
  }

  private void words(StringBuilder removed, StringBuilder added) {
    pieces.addAll(compare(tokens(WORD, removed.toString()), tokens(WORD, added.toString())));
    removed.setLength(0);
    added.setLength(0);
  }

  /** Each token as one piece. */
  private static List<Piece> compare(List<String> a, List<String> b) {
    int start = 0;
    while (start < a.size() && start < b.size() && a.get(start).equals(b.get(start))) {
      start++;
    }
    int endA = a.size();
    int endB = b.size();
    while (endA > start && endB > start && a.get(endA - 1).equals(b.get(endB - 1))) {
      endA--;
      endB--;
    }
    List<Piece> all = new ArrayList<>();
    a.subList(0, start).forEach(token -> all.add(new Piece(Kind.SAME, token)));
    all.addAll(changed(a.subList(start, endA), b.subList(start, endB)));
    a.subList(endA, a.size()).forEach(token -> all.add(new Piece(Kind.SAME, token)));
    return all;
  }

  private static List<Piece> changed(List<String> a, List<String> b) {
    int most = Math.min(MOST_CHANGES, a.size() + b.size());
    int[] furthest = new int[2 * most + 3];
    List<int[]> trace = new ArrayList<>();
    for (int changes = 0; changes <= most; changes++) {
      trace.add(Arrays.copyOfRange(furthest, most + 1 - changes - 1, most + 1 + changes + 2));
      for (int k = -changes; k <= changes; k += 2) {
        int x = next(furthest, most + 1 + k, k, changes);
        int y = x - k;
        while (x < a.size() && y < b.size() && a.get(x).equals(b.get(y))) {
          x++;
          y++;
        }
        furthest[most + 1 + k] = x;
        if (x >= a.size() && y >= b.size()) {
          return back(trace, a, b);
        }
      }
    }
    List<Piece> all = new ArrayList<>();
    a.forEach(token -> all.add(new Piece(Kind.REMOVED, token)));
    b.forEach(token -> all.add(new Piece(Kind.ADDED, token)));
    return all;
  }

  /** How far diagonal {@code k} reaches with one change more, before equal tokens. */
  private static int next(int[] furthest, int index, int k, int changes) {
    boolean down = k == -changes || k != changes && furthest[index - 1] < furthest[index + 1];
    return down ? furthest[index + 1] : furthest[index - 1] + 1;
  }

  /** Walks from the ends of both texts back to their starts. */
  private static List<Piece> back(List<int[]> trace, List<String> a, List<String> b) {
    List<Piece> reversed = new ArrayList<>();
    int x = a.size();
    int y = b.size();
    for (int changes = trace.size() - 1; changes >= 0; changes--) {
      int[] furthest = trace.get(changes);
      int k = x - y;
      int middle = changes + 1;
      boolean down =
          k == -changes || k != changes && furthest[middle + k - 1] < furthest[middle + k + 1];
      int before = down ? k + 1 : k - 1;
      int startX = changes == 0 ? 0 : furthest[middle + before];
      int startY = changes == 0 ? 0 : startX - before;
      while (x > startX && y > startY) {
        reversed.add(new Piece(Kind.SAME, a.get(--x)));
        y--;
      }
      if (changes > 0) {
        reversed.add(
            down ? new Piece(Kind.ADDED, b.get(startY)) : new Piece(Kind.REMOVED, a.get(startX)));
      }
      x = startX;
      y = startY;
    }
    Collections.reverse(reversed);
    return reversed;
  }

  /** Joins neighbours, and changes that only blanks divide. */
  private static List<Piece> joined(List<Piece> pieces) {
    List<Piece> all = new ArrayList<>();
    StringBuilder removed = new StringBuilder();
    StringBuilder added = new StringBuilder();
    StringBuilder same = new StringBuilder();
    for (Piece piece : pieces) {
      if (piece.same()) {
        same.append(piece.text());
        continue;
      }
      boolean between = removed.length() > 0 && added.length() > 0 && blank(same);
      if (between) {
        removed.append(same);
        added.append(same);
      } else if (same.length() > 0) {
        flush(all, removed, added);
        all.add(new Piece(Kind.SAME, same.toString()));
      }
      same.setLength(0);
      (piece.removed() ? removed : added).append(piece.text());
    }
    flush(all, removed, added);
    if (same.length() > 0) {
      all.add(new Piece(Kind.SAME, same.toString()));
    }
    return all;
  }

  private static boolean blank(StringBuilder words) {
    return words.length() > 0 && words.chars().allMatch(c -> c == ' ');
  }

  private static void flush(List<Piece> all, StringBuilder removed, StringBuilder added) {
    if (removed.length() > 0) {
      all.add(new Piece(Kind.REMOVED, removed.toString()));
    }
    if (added.length() > 0) {
      all.add(new Piece(Kind.ADDED, added.toString()));
    }
    removed.setLength(0);
    added.setLength(0);
  }
}
