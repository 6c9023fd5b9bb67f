package org.radiologytrust.page.flag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.authorship.WordDiff;
import org.radiologytrust.authorship.WordDiff.Kind;
import org.radiologytrust.authorship.WordDiff.Piece;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Span;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;

/** What became of the claims and flags of a superseded version. */
public final class Fates {
  /** Rows for claims without a flag. */
  private static final int MOST = 100;

  private final List<Piece> pieces;
  private final ReportPoints before;
  private final ReportPoints after;
  private final Version newer;
  private final DecisionWords words;

  public Fates(List<Piece> pieces, ReportPoints before, Version newer, DecisionWords words) {
    this.pieces = pieces;
    this.before = before;
    this.after = new ReportPoints(newer.report().text());
    this.newer = newer;
    this.words = words;
  }

  /** The flags first, then the claims without a flag; those that are the same are one row. */
  public List<Fate> of(Audit audit, List<Flag> flags) {
    List<Fate> fates = new ArrayList<>();
    flags.forEach(flag -> fates.add(flag(audit, flag)));
    List<List<Piece>> same = new ArrayList<>();
    int listed = 0;
    for (Claim claim : audit.claims()) {
      boolean flagged =
          flags.stream().anyMatch(flag -> flag.problem().claims().contains(claim.number()));
      if (flagged || !before.has(claim.span())) {
        continue;
      }
      List<Piece> part = part(claim.span());
      if (kind(part).equals("same")) {
        same.add(part);
      } else if (listed++ < MOST) {
        fates.add(new Fate(kind(part), part, 0, ""));
      }
    }
    if (!same.isEmpty()) {
      fates.add(new Fate("same", same.get(0), same.size() - 1, ""));
    }
    return fates;
  }

  private Fate flag(Audit audit, Flag flag) {
    Optional<Span> span =
        flag.problem().places().stream()
            .findFirst()
            .map(place -> whole(audit, place))
            .filter(before::has);
    List<Piece> part =
        span.map(this::part).orElseGet(() -> List.of(new Piece(Kind.SAME, flag.quote())));
    String kind = kind(part);
    String decided = flag.standing() == null ? "open then" : words.who(flag.standing());
    String note =
        "Flag %d (%s): %s. %s"
            .formatted(flag.number(), flag.title(), decided, now(flag.problem(), span, kind));
    return new Fate(kind, part, 0, note);
  }

  /** The claim around flagged words; the words themselves if no claim has them. */
  static Span whole(Audit audit, Span place) {
    return audit.claims().stream()
        .map(Claim::span)
        .filter(span -> span.contains(place))
        .findFirst()
        .orElse(place);
  }

  private String now(Problem problem, Optional<Span> span, String kind) {
    if (kind.equals("removed")) {
      return "Gone with these words.";
    }
    Optional<Audit> audit = newer.audits().stream().findFirst();
    if (audit.isEmpty()) {
      return "Version " + newer.number() + " is not audited yet.";
    }
    boolean again =
        Problems.of(audit.get()).stream()
            .filter(other -> other.type().equals(problem.type()))
            .anyMatch(
                other -> span.map(s -> at(other, s)).orElse(other.why().equals(problem.why())));
    return (again ? "Flagged in version " : "Not flagged in version ")
        + newer.number()
        + (again ? ", too." : ".");
  }

  /** Whether a problem of the newer version is at the place that these words have there. */
  private boolean at(Problem other, Span span) {
    int from = moved(before.offset(span.start()), false);
    int to = moved(before.offset(span.end()), true);
    return other.places().stream()
        .filter(after::has)
        .anyMatch(p -> after.offset(p.start()) < to && from < after.offset(p.end()));
  }

  /**
   * An offset of the first text in the second.
   *
   * @param end whether words that were added just there belong to it
   */
  private int moved(int offset, boolean end) {
    int old = 0;
    int moved = 0;
    for (Piece piece : pieces) {
      int length = piece.text().length();
      if (piece.kind() == Kind.ADDED) {
        if (old > offset || old == offset && !end) {
          return moved;
        }
        moved += length;
      } else if (old + length > offset) {
        return piece.same() ? moved + offset - old : moved;
      } else {
        old += length;
        moved += piece.same() ? length : 0;
      }
    }
    return moved;
  }

  private List<Piece> part(Span span) {
    return WordDiff.part(pieces, before.offset(span.start()), before.offset(span.end()));
  }

  private static String kind(List<Piece> part) {
    if (part.stream().allMatch(Piece::same)) {
      return "same";
    }
    // a full stop may have stayed behind
    boolean gone =
        part.stream()
            .allMatch(
                p -> p.removed() || p.text().codePoints().noneMatch(Character::isLetterOrDigit));
    return gone ? "removed" : "changed";
  }
}
