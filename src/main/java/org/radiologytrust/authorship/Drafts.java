package org.radiologytrust.authorship;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.radiologytrust.model.Authorship;
import org.radiologytrust.model.Authorship.Cut;
import org.radiologytrust.model.Authorship.Passage;
import org.radiologytrust.model.Authorship.Source;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;

/**
 * Compares a report with its draft, word by word: the newest version that software drafted and no
 * person edited or signed, and before it the newest version that is a template. Words that are in
 * the draft come from it, all others from a person.
 */
public final class Drafts {
  private static final Pattern SENTENCE_END = Pattern.compile("(?s).*[.!?:\\n]\\s*");

  /** How many characters of two sentences may begin in the same way. */
  private static final int LONGEST_MOVE = 200;

  private Drafts() {}

  /**
   * Where the words of the newest version come from.
   *
   * @param versions of one report, the oldest first; at least one
   * @return {@link Authorship#NONE} if no version is a draft
   */
  public static Authorship of(List<Report> versions) {
    Report current = versions.get(versions.size() - 1);
    int draft = newest(versions, versions.size(), Source.AI_DRAFT);
    int template = newest(versions, draft < 0 ? versions.size() : draft, Source.TEMPLATE);
    int base = Math.max(draft, template);
    if (base < 0 || current.text().isBlank()) {
      return Authorship.NONE;
    }
    List<Source> words = new ArrayList<>();
    String text = "";
    if (template >= 0) {
      text = versions.get(template).text();
      fill(words, text, Source.TEMPLATE);
    }
    List<Cut> cuts = List.of();
    if (draft >= 0) {
      Step step = step(words, text, versions.get(draft).text(), Source.AI_DRAFT);
      words = step.sources();
      text = versions.get(draft).text();
    }
    if (base < versions.size() - 1) {
      Step step = step(words, text, current.text(), Source.HUMAN);
      words = step.sources();
      cuts = step.cuts();
    }
    return new Authorship(passages(words), cuts);
  }

  /** The newest version before this one that is a draft of a kind; -1 if there is none. */
  private static int newest(List<Report> versions, int before, Source kind) {
    for (int i = before - 1; i >= 0; i--) {
      if (Authorship.draft(versions.get(i).authors()).filter(kind::equals).isPresent()) {
        return i;
      }
    }
    return -1;
  }

  /** The source of each code point of a text, and where words of the text before are missing. */
  private record Step(List<Source> sources, List<Cut> cuts) {}

  private static Step step(List<Source> before, String from, String to, Source writer) {
    List<Source> sources = new ArrayList<>();
    List<Cut> cuts = new ArrayList<>();
    StringBuilder written = new StringBuilder();
    int at = 0;
    for (WordDiff.Piece piece : bySentence(WordDiff.of(from, to))) {
      int points = piece.text().codePointCount(0, piece.text().length());
      switch (piece.kind()) {
        case SAME -> {
          sources.addAll(before.subList(at, at + points));
          written.append(piece.text());
          at += points;
        }
        case ADDED -> {
          fill(sources, piece.text(), writer);
          written.append(piece.text());
        }
        case REMOVED -> {
          if (!piece.text().isBlank()) {
            boolean whole = endsSentence(written) && endsSentence(piece.text());
            cuts.add(new Cut(sources.size(), !whole));
          }
          at += points;
        }
      }
    }
    return new Step(sources, cuts);
  }

  /**
   * Moves changes to the sentences that were added or removed as a whole. Between "No mass." and
   * "No effusion. No mass." a comparison of words may find "effusion. No" added.
   */
  private static List<WordDiff.Piece> bySentence(List<WordDiff.Piece> pieces) {
    List<WordDiff.Piece> all = new ArrayList<>(pieces);
    for (int i = 1; i < all.size() - 1; i++) {
      String before = all.get(i - 1).text();
      String change = all.get(i).text();
      String after = all.get(i + 1).text();
      if (all.get(i).same() || !all.get(i - 1).same() || !all.get(i + 1).same()) {
        continue;
      }
      int move = toSentence(before, change);
      String moved = before.substring(before.length() - move);
      all.set(i - 1, same(before.substring(0, before.length() - move)));
      all.set(
          i,
          new WordDiff.Piece(
              all.get(i).kind(), moved + change.substring(0, change.length() - move)));
      all.set(i + 1, same(moved + after));
    }
    return all;
  }

  private static WordDiff.Piece same(String text) {
    return new WordDiff.Piece(WordDiff.Kind.SAME, text);
  }

  /**
   * By how many characters a change has to move to the left to be whole sentences; 0 if by none.
   */
  private static int toSentence(String before, String change) {
    int most = Math.min(Math.min(before.length(), change.length()), LONGEST_MOVE);
    for (int move = 0; move <= most; move++) {
      if (move > 0
          && before.charAt(before.length() - move) != change.charAt(change.length() - move)) {
        return 0;
      }
      if (endsSentence(before.substring(0, before.length() - move))
          && endsSentence(
              before.substring(before.length() - move)
                  + change.substring(0, change.length() - move))) {
        return move;
      }
    }
    return 0;
  }

  private static boolean endsSentence(CharSequence text) {
    String tail = text.subSequence(Math.max(0, text.length() - 100), text.length()).toString();
    return tail.isBlank() || SENTENCE_END.matcher(tail).matches();
  }

  private static void fill(List<Source> sources, String text, Source source) {
    int points = text.codePointCount(0, text.length());
    for (int i = 0; i < points; i++) {
      sources.add(source);
    }
  }

  private static List<Passage> passages(List<Source> sources) {
    List<Passage> passages = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= sources.size(); i++) {
      if (i == sources.size() || sources.get(i) != sources.get(from)) {
        passages.add(new Passage(new Span(from, i), sources.get(from)));
        from = i;
      }
    }
    return passages;
  }
}
