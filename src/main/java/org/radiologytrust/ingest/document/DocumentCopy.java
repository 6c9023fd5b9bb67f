package org.radiologytrust.ingest.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Compares a document with the text that stands beside it in the same message. A document that says
 * the same is a copy, and makes no claims of its own.
 */
public final class DocumentCopy {
  /**
   * How many characters are compared. Only texts that repeat themselves need more; then they count
   * as different.
   */
  private static final long MOST_WORK = 100_000_000;

  private final LevelledText message;
  private final String whole;
  private long work;

  private DocumentCopy(String text) {
    message = LevelledText.of(text);
    whole = message.text();
  }

  /** The heading under which the audited text has what only a document says. */
  public static String heading(Format format) {
    return "ONLY IN THE ATTACHED " + format.words().toUpperCase(Locale.ROOT) + ":";
  }

  /** Whether a text says all that another one says, as whole statements. */
  public static boolean says(String text, String other) {
    List<Document.Line> lines = other.lines().map(Document.Line::new).toList();
    return new DocumentCopy(text).onlyIn(lines).isEmpty();
  }

  /**
   * The lines of a document that a text does not contain, word by word and as whole statements.
   * White space, hyphenation, case, punctuation and the order of statements do not count. Lines
   * that do not follow each other are separated by an empty line.
   *
   * @param text what the message itself says
   * @return empty if the document is a copy
   */
  public static List<Document.Line> onlyIn(Document document, String text) {
    return new DocumentCopy(text).onlyIn(document.lines());
  }

  /** A part of a line up to the end of a statement; {@code number} counts the parts. */
  private record Piece(int number, int line, int from, int to, String levelled, boolean heading) {
    boolean follows(Piece other) {
      return number == other.number + 1;
    }

    Piece upTo(Piece other) {
      return new Piece(other.number, line, from, other.to, "", false);
    }
  }

  private List<Document.Line> onlyIn(List<Document.Line> lines) {
    List<Document.Line> only = new ArrayList<>();
    @Nullable Piece open = null;
    for (Piece piece : unsaid(pieces(lines))) {
      if (open != null && piece.follows(open) && piece.line() == open.line()) {
        open = open.upTo(piece);
        continue;
      }
      if (open != null) {
        only.add(part(lines.get(open.line()), open));
        if (!piece.follows(open)) {
          only.add(new Document.Line(""));
        }
      }
      open = piece;
    }
    if (open != null) {
      only.add(part(lines.get(open.line()), open));
    }
    return only;
  }

  private List<Piece> unsaid(List<Piece> pieces) {
    List<Piece> unsaid = new ArrayList<>();
    int next = 0;
    while (next < pieces.size()) {
      int end = said(pieces, next);
      if (end == next) {
        // with its heading, although the text has that too
        if (next > 0
            && pieces.get(next - 1).heading()
            && (unsaid.isEmpty() || unsaid.get(unsaid.size() - 1) != pieces.get(next - 1))) {
          unsaid.add(pieces.get(next - 1));
        }
        unsaid.add(pieces.get(next));
        end++;
      }
      next = end;
    }
    return unsaid;
  }

  /**
   * The piece after those, from this one on, that the text says as whole statements; the same piece
   * if it does not say it.
   */
  private int said(List<Piece> pieces, int first) {
    for (int at = message.start(0); at >= 0 && work < MOST_WORK; at = message.start(at + 1)) {
      int end = saidAt(pieces, first, at);
      if (end > first) {
        return end;
      }
    }
    return first;
  }

  private int saidAt(List<Piece> pieces, int first, int at) {
    int place = at;
    for (int i = first; i < pieces.size(); i++) {
      if (!isAt(pieces.get(i).levelled(), place)) {
        return first;
      }
      place += pieces.get(i).levelled().length();
      if (message.startsAt(place)) {
        return i + 1;
      }
    }
    return first;
  }

  private boolean isAt(String piece, int place) {
    int length = Math.min(piece.length(), whole.length() - place);
    int same = 0;
    while (same < length && piece.charAt(same) == whole.charAt(place + same)) {
      same++;
    }
    work += same + 1;
    return same == piece.length();
  }

  private static List<Piece> pieces(List<Document.Line> lines) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).text();
      int from = 0;
      for (int at = 1; at <= text.length(); at++) {
        boolean end =
            at == text.length()
                || ".!;:?".indexOf(text.charAt(at - 1)) >= 0
                    && Character.isWhitespace(text.charAt(at));
        if (end) {
          String levelled = LevelledText.of(text.substring(from, at)).text();
          if (!levelled.isEmpty()) {
            boolean heading = at == text.length() && text.charAt(at - 1) == ':';
            pieces.add(new Piece(pieces.size(), i, from, at, levelled, heading));
          }
          from = at;
        }
      }
    }
    return pieces;
  }

  private static Document.Line part(Document.Line line, Piece piece) {
    int from = piece.from();
    while (Character.isWhitespace(line.text().charAt(from))) {
      from++;
    }
    return line.part(from, piece.to());
  }
}
