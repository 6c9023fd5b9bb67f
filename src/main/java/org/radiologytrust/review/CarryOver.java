package org.radiologytrust.review;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Texts;
import org.radiologytrust.review.Decision.Follows;
import org.radiologytrust.review.Decision.Kind;

/**
 * What people's decisions about one audit mean for the next audit of the same report.
 *
 * <p>A decision is carried on only where nobody could decide otherwise: the same check with the
 * same data finished, all that it reads is equal, and so are the words and sections of both sides.
 * Where a model or an image had a say, it is not. Of a problem that people agreed with and that is
 * not there any more, the outcome is told: corrected, or that nothing can be said.
 */
public final class CarryOver {
  /**
   * Checks whose flags are about words that are missing, although they quote words on both sides:
   * whoever adds to the impression changes none of those.
   */
  private static final Set<String> MISSING =
      Set.of("critical-left-out", "finding-left-out", "no-impression");

  private final Checked before;
  private final Checked now;
  private final Instant came;
  private final Decided decided;
  private final List<Problem> found;

  /**
   * An audit of a version.
   *
   * @param version number of the report's version, from 1
   */
  public record Checked(Audit audit, int version) {
    /** The words of the report without regard to how its lines are broken. */
    private String words() {
      return plain(audit.report().text());
    }

    private boolean finished(String check) {
      return audit.made() != null && audit.made().finished().contains(check);
    }
  }

  /** Both sides of a flag: what must be equal for a decision to hold on. */
  private record Sides(Side first, @Nullable Side second, String action, String inputs) {}

  /**
   * One side of a flag.
   *
   * @param section {@code null} for a field, and for words that are in no claim
   */
  private record Side(String source, String words, @Nullable Section section) {}

  private CarryOver(Checked before, List<Decision> decisions, Checked now, Instant came) {
    this.before = before;
    this.now = now;
    this.came = came;
    decided = Decided.of(before.audit, decisions);
    found =
        Stream.of(Problems.of(now.audit), Problems.asked(now.audit)).flatMap(List::stream).toList();
  }

  /**
   * The decisions that the engine adds: those carried on are about the new audit, outcomes are
   * about the one before. The same input gives the same ids.
   *
   * @param decisions about any audits of the report
   * @param came when the version of the new audit came
   */
  public static List<Decision> of(
      Checked before, List<Decision> decisions, Checked now, Instant came) {
    if (now.audit.made() == null) {
      return List.of();
    }
    CarryOver over = new CarryOver(before, decisions, now, came);
    List<Decision> added = new ArrayList<>();
    for (Problem problem : over.decided.all()) {
      over.decided
          .standing(problem.key())
          .flatMap(d -> over.next(problem, d))
          .ifPresent(added::add);
    }
    return added;
  }

  private Optional<Decision> next(Problem problem, Decision decision) {
    if (decision.kind().ofPatient() || decision.kind().outcome()) {
      return Optional.empty();
    }
    Optional<Problem> same =
        found.stream().filter(p -> isSame(problem, p) && mayCarry(decision)).findFirst();
    if (same.isPresent()) {
      return same.map(p -> carried(decision, p));
    }
    return decision.kind().agrees() ? Optional.of(outcome(problem, decision)) : Optional.empty();
  }

  private boolean isSame(Problem a, Problem b) {
    return a.type().equals(b.type())
        && ofCheck(a)
        && sameCheck(a.type())
        && sides(before.audit, a).equals(sides(now.audit, b));
  }

  /** Whether a check alone found it: a model may answer differently with the same words. */
  private static boolean ofCheck(Problem problem) {
    return !problem.checks().isEmpty() && !problem.type().equals(CheckResult.MODEL);
  }

  /** Whether the same check with the same data finished both times. */
  private boolean sameCheck(String check) {
    return before.finished(check)
        && now.finished(check)
        && Objects.requireNonNull(before.audit.made())
            .data()
            .equals(Objects.requireNonNull(now.audit.made()).data())
        && Objects.equals(before.audit.engineVersion(), now.audit.engineVersion());
  }

  private static Set<Sides> sides(Audit audit, Problem problem) {
    return problem.checks().stream()
        .map(
            r ->
                new Sides(
                    side(audit, r.first()),
                    r.second() == null ? null : side(audit, r.second()),
                    r.action(),
                    r.inputs()))
        .collect(Collectors.toSet());
  }

  private static Side side(Audit audit, Evidence evidence) {
    return new Side(
        evidence.source(), plain(evidence.value()), section(audit, evidence.span()).orElse(null));
  }

  private static Optional<Section> section(Audit audit, @Nullable Span span) {
    return span == null ? Optional.empty() : claim(audit, span).map(Claim::section);
  }

  private static Optional<Claim> claim(Audit audit, Span span) {
    return audit.claims().stream().filter(claim -> claim.span().overlaps(span)).findFirst();
  }

  /** A dismissal holds neither from a draft to what is signed, nor for another author. */
  private boolean mayCarry(Decision decision) {
    Report a = before.audit.report();
    Report b = now.audit.report();
    return decision.kind() != Kind.DISMISS
        || (!a.status().preliminary() || b.status().preliminary()) && authors(a).equals(authors(b));
  }

  private static Set<List<String>> authors(Report report) {
    return Stream.concat(
            Stream.of(List.of("", report.radiologist())),
            report.authors().stream().map(a -> List.of(a.role().name(), a.name())))
        .collect(Collectors.toSet());
  }

  private Decision carried(Decision decision, Problem problem) {
    Follows follows =
        decision.follows() == null
            ? new Follows(decision.id(), before.version)
            : decision.follows();
    return decision.toBuilder()
        .id(id(follows, now.audit, problem))
        .run(now.audit.runId())
        .problem(problem.key())
        .follows(follows)
        .build();
  }

  private Decision outcome(Problem problem, Decision decision) {
    Follows follows = new Follows(decision.ofPerson(), now.version);
    Kind kind = isCorrected(problem) ? Kind.CORRECTED : Kind.UNCLEAR;
    return Decision.of(
            id(follows, now.audit, problem),
            before.audit.runId(),
            problem.key(),
            kind,
            decision.user())
        .at(came)
        .images(decision.images())
        .follows(follows)
        .build();
  }

  private static UUID id(Follows follows, Audit audit, Problem problem) {
    return Texts.uuid5(
        String.join("|", "follows", follows.decision() + "", audit.runId() + "", problem.key()));
  }

  /**
   * Whether the same check with the same data finished on the new version, flags none of these
   * words any more, and the words that it flagged have changed. A withdrawn report never shows
   * flags, so it tells nothing.
   */
  private boolean isCorrected(Problem problem) {
    return now.version > before.version
        && !now.audit.report().status().withdrawn()
        && ofCheck(problem)
        && sameCheck(problem.type())
        && !isGone(problem)
        && found.stream().filter(p -> p.type().equals(problem.type())).noneMatch(shares(problem))
        && problem.checks().stream().anyMatch(this::isChanged);
  }

  private boolean isGone(Problem problem) {
    return GoneFinding.in(now.audit, problem.type())
        && (problem.type().equals(GoneFinding.UNTOLD)
            || problem.places().stream().anyMatch(p -> !now.words().contains(sentence(p))));
  }

  /** One error of a check shares what was flagged, or what contradicts it. */
  private static Predicate<Problem> shares(Problem problem) {
    Set<String> flagged = words(problem);
    return other -> words(other).stream().anyMatch(flagged::contains);
  }

  private static Set<String> words(Problem problem) {
    return problem.checks().stream()
        .flatMap(r -> Stream.of(r.first(), r.second()))
        .filter(Objects::nonNull)
        .map(e -> e.source() + "|" + plain(e.value()))
        .collect(Collectors.toSet());
  }

  /**
   * Whether one of the two sentences of a flag is not in the new version, or, of a flag about words
   * that are missing, whether the new version has words more.
   */
  private boolean isChanged(CheckResult result) {
    Evidence second = result.second();
    boolean missing =
        MISSING.contains(result.check())
            || second != null && second.span() == null && second.source().equals(Evidence.REPORT);
    return missing && !before.words().contains(now.words()) && !now.words().equals(before.words())
        || Stream.of(result.first(), result.second())
            .filter(Objects::nonNull)
            .map(Evidence::span)
            .filter(Objects::nonNull)
            .anyMatch(span -> !now.words().contains(sentence(span)));
  }

  private String sentence(Span span) {
    return plain(
        claim(before.audit, span)
            .map(Claim::text)
            .orElseGet(() -> span.in(before.audit.report().text())));
  }

  private static String plain(String words) {
    return words.strip().replaceAll("\\s+", " ");
  }
}
