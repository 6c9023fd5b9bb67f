package org.radiologytrust.page.flag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.authorship.WordDiff;
import org.radiologytrust.authorship.WordDiff.Piece;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.ChecksMade;
import org.radiologytrust.model.Span;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.GoneFinding;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.ShownFlag;
import org.radiologytrust.review.ShownFlags;

/** What became of the flags that people agreed with, in a later version or audit of the report. */
final class Outcomes {
  private final History history;
  private final Version version;
  private final Titles titles;
  private final DecisionWords words;

  /**
   * @param version that corrected them, or in which nothing can be said about them
   */
  Outcomes(History history, Version version, Titles titles, DecisionWords words) {
    this.history = history;
    this.version = version;
    this.titles = titles;
    this.words = words;
  }

  /** An audit of a version. */
  private record Made(Version version, Audit audit) {}

  /** In the order in which they came about; each flag once, whatever its reasons. */
  List<Became> all() {
    Set<String> told = new HashSet<>();
    return history.decisions().stream()
        .filter(d -> d.kind().outcome() && d.follows() != null)
        .filter(d -> d.follows().version() == version.number())
        .flatMap(d -> became(d, told).stream())
        .toList();
  }

  private Optional<Became> became(Decision outcome, Set<String> told) {
    List<Made> made = made();
    return made.stream()
        .filter(m -> m.audit.runId().equals(outcome.run()))
        .findFirst()
        .flatMap(
            before -> {
              ShownFlags shown = ShownFlags.of(before.audit, history.decisions());
              return shown
                  .find(outcome.problem())
                  .filter(flag -> isOver(shown, flag))
                  .filter(flag -> told.add(outcome.run() + flag.problem().key()))
                  .map(flag -> became(outcome, before, flag, later(made, before)));
            });
  }

  /** Whether no reason of a flag stands in the newer version, too. */
  private static boolean isOver(ShownFlags shown, ShownFlag flag) {
    return flag.reasons().stream()
        .flatMap(reason -> shown.decided().standing(reason.key()).stream())
        .noneMatch(decision -> decision.kind().agrees());
  }

  /** All audits of the report, the oldest first. */
  private List<Made> made() {
    List<Made> made = new ArrayList<>();
    for (Version one : history.versions()) {
      one.audits().forEach(audit -> made.add(0, new Made(one, audit)));
    }
    return made;
  }

  /** The audit by which the engine told the outcome. */
  private Optional<Audit> later(List<Made> made, Made before) {
    return made.stream()
        .skip(made.indexOf(before) + 1L)
        .filter(m -> m.version.number() == version.number() && m.audit.made() != null)
        .map(Made::audit)
        .findFirst();
  }

  private Became became(Decision outcome, Made before, ShownFlag flag, Optional<Audit> later) {
    Problem problem =
        flag.reasons().stream()
            .filter(r -> r.key().equals(outcome.problem()))
            .findFirst()
            .orElseThrow();
    boolean corrected = outcome.kind() == Kind.CORRECTED;
    Optional<Decision> agreed =
        history.decisions().stream()
            .filter(d -> d.id().equals(outcome.follows().decision()))
            .findFirst();
    ReportPoints text = new ReportPoints(before.audit.report().text());
    String said =
        corrected
            ? "Corrected in version %d%s."
                .formatted(
                    version.number(),
                    agreed.map(d -> " after " + Times.age(d.at(), outcome.at())).orElse(""))
            : unclear(before, problem, later);
    return new Became(
        "flag " + problem.number() + ", " + titles.of(problem),
        before.version.number(),
        agreed.map(words::who).orElse(""),
        corrected,
        said,
        new FlagEvidence(text, before.audit, problem).title(),
        corrected ? after(text, before.audit, problem) : "");
  }

  /** The same words in the newer version; where they are the same, what was added to the text. */
  private String after(ReportPoints text, Audit before, Problem problem) {
    List<Piece> pieces = WordDiff.of(before.report().text(), version.report().text());
    Optional<Span> span =
        problem.places().stream()
            .findFirst()
            .map(place -> Fates.whole(before, place))
            .filter(text::has);
    List<Piece> part =
        span.map(s -> WordDiff.part(pieces, text.offset(s.start()), text.offset(s.end())))
            .orElse(List.of());
    return part.stream().allMatch(Piece::same)
        ? words(pieces, piece -> piece.kind() == WordDiff.Kind.ADDED)
        : words(part, piece -> !piece.removed());
  }

  private static String words(Collection<Piece> pieces, Predicate<Piece> which) {
    String all = pieces.stream().filter(which).map(Piece::text).collect(Collectors.joining());
    return all.codePoints().anyMatch(Character::isLetterOrDigit) ? Quote.of(all) : "";
  }

  private String unclear(Made before, Problem problem, Optional<Audit> later) {
    return later.filter(audit -> GoneFinding.in(audit, problem.type())).isPresent()
        ? "Gone in version " + version.number() + "; the report names no call."
        : "What became of it cannot be said, because " + because(before, problem, later) + ".";
  }

  /** The first reason for which the engine tells no correction. */
  private String because(Made before, Problem problem, Optional<Audit> later) {
    String now = "version " + version.number();
    if (problem.checks().isEmpty() || problem.type().equals(CheckResult.MODEL)) {
      return "a model had a say in it, which may answer otherwise about the same words";
    }
    if (later.filter(audit -> audit.report().status().withdrawn()).isPresent()) {
      return now + " withdraws the report";
    }
    ChecksMade old = before.audit.made();
    ChecksMade made = later.map(Audit::made).orElse(null);
    if (old == null || made == null || !made.finished().contains(problem.type())) {
      return "this check did not finish on " + now;
    }
    if (!old.data().equals(made.data())
        || !before.audit.engineVersion().equals(later.get().engineVersion())) {
      return "the engine or its data changed in between";
    }
    if (before.version.number() == version.number()) {
      return "the same version was audited again, with other data of the order or the images";
    }
    boolean flagged =
        Stream.of(Decided.of(later.get(), List.of()))
            .flatMap(d -> d.all().stream())
            .anyMatch(p -> p.type().equals(problem.type()));
    return flagged
        ? "this check flags " + now + ", too"
        : "the words that were flagged are in " + now + ", too";
  }
}
