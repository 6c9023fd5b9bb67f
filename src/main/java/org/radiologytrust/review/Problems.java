package org.radiologytrust.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Severity;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Verdict;

/**
 * The problems of an audit: what one check says about one error, in however many places, or what a
 * model says. Each is stored, decided and published by its key. People see those about the same
 * words and the same attribute as one {@link ShownFlag}, of which each is a reason.
 *
 * <p>Results of one check are one problem if they ask for the same action and share the flagged
 * words or what contradicts them. So are all claims that the model also supports on a blank image.
 */
public final class Problems {
  /** Digits of the hash in a key: enough for the few problems of one audit. */
  private static final int HASH_DIGITS = 12;

  /** The heaviest first, then the most serious, then in the order of the text. */
  static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::weight)
          .thenComparing(p -> p.label() != Label.NEEDS_REVIEW)
          .thenComparingInt(Problems::start)
          .thenComparing(Problem::key);

  private final Audit audit;

  private Problems(Audit audit) {
    this.audit = audit;
  }

  /**
   * The problems of an audit, the heaviest first, then the most serious, then in the order of the
   * text. Empty for a withdrawn report. The same audit always gives the same keys.
   */
  public static List<Problem> of(Audit audit) {
    if (audit.report().status().withdrawn()) {
      return List.of();
    }
    Problems all = new Problems(audit);
    return numbered(
        1,
        Stream.of(
                all.otherPatient(),
                all.checks(Strength.TELL),
                all.blankProbe(),
                all.model(),
                all.omissions())
            .flatMap(s -> s));
  }

  private static List<Problem> numbered(int first, Stream<Problem> problems) {
    List<Problem> numbered = new ArrayList<>();
    problems
        .sorted(ORDER)
        .forEach(problem -> numbered.add(problem.numbered(first + numbered.size())));
    return numbered;
  }

  /**
   * What the checks only ask about, grouped, ordered and numbered on like the problems. It counts
   * nowhere. Empty for a withdrawn report.
   */
  public static List<Problem> asked(Audit audit) {
    return audit.report().status().withdrawn()
        ? List.of()
        : numbered(of(audit).size() + 1, new Problems(audit).checks(Strength.ASK));
  }

  /**
   * What quiet checks found, grouped, ordered and numbered on like the problems. Nobody is shown it
   * but in a random sample. Empty for a withdrawn report.
   */
  public static List<Problem> quiet(Audit audit) {
    return audit.report().status().withdrawn()
        ? List.of()
        : numbered(
            of(audit).size() + asked(audit).size() + 1, new Problems(audit).checks(Strength.QUIET));
  }

  /** What tells, then what asks, then what is quiet. */
  public static List<Problem> every(Audit audit) {
    return Stream.of(of(audit), asked(audit), quiet(audit)).flatMap(List::stream).toList();
  }

  /** The ids of the findings on images that a problem rests on, or that its claims do. */
  public static Set<String> findings(Audit audit, Problem problem) {
    Set<String> ids = new LinkedHashSet<>(problem.findings());
    audit.verdicts().stream()
        .filter(verdict -> problem.claims().contains(verdict.claim()))
        .map(Verdict::findings)
        .forEach(ids::addAll);
    return ids;
  }

  /**
   * How urgent an audit is: as its heaviest problem, or low where there is none and a score. Empty
   * where nothing is flagged and not everything was looked at, which is no sign that all is well.
   */
  public static Optional<Severity> severity(Audit audit) {
    return of(audit).stream()
        .map(Problem::weight)
        .min(Comparator.naturalOrder())
        .map(Severity::of)
        .or(
            () ->
                Optional.ofNullable(audit.score())
                    .filter(score -> score.value() != null && !audit.report().status().withdrawn())
                    .map(score -> Severity.LOW));
  }

  private static int start(Problem problem) {
    return problem.places().stream().mapToInt(Span::start).min().orElse(Integer.MAX_VALUE);
  }

  private Stream<Problem> otherPatient() {
    return audit.imagesRefused()
        ? Stream.of(
            new Problem(
                0,
                Problem.OTHER_PATIENT,
                Problem.OTHER_PATIENT,
                Label.NEEDS_REVIEW,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                PatientWords.sentence(audit)))
        : Stream.of();
  }

  private Stream<Problem> checks(Strength strength) {
    Map<List<String>, List<CheckResult>> alike = new LinkedHashMap<>();
    for (CheckResult result : audit.checks()) {
      if (result.strength() == strength) {
        alike
            .computeIfAbsent(List.of(result.check(), result.action()), k -> new ArrayList<>())
            .add(result);
      }
    }
    return alike.values().stream().flatMap(results -> errors(results).stream()).map(this::check);
  }

  /**
   * Splits results of one check and action by the error that they show: results that share the
   * flagged words or what contradicts them, also through others, show one error.
   */
  private static List<List<CheckResult>> errors(List<CheckResult> results) {
    Map<Evidence, List<CheckResult>> errors = new LinkedHashMap<>();
    for (CheckResult result : results) {
      List<CheckResult> error = new ArrayList<>();
      for (Evidence side : sides(result)) {
        List<CheckResult> known = errors.get(side);
        if (known != null && known != error) {
          // the smaller joins the larger, which keeps this fast for very many results
          List<CheckResult> joining = known.size() < error.size() ? known : error;
          error = joining == known ? error : known;
          error.addAll(joining);
          put(errors, joining, error);
        }
      }
      error.add(result);
      put(errors, List.of(result), error);
    }
    return errors.values().stream().distinct().toList();
  }

  private static void put(
      Map<Evidence, List<CheckResult>> errors, List<CheckResult> results, List<CheckResult> error) {
    results.forEach(r -> sides(r).forEach(side -> errors.put(side, error)));
  }

  /** What was flagged and what contradicts it; early versions stored results without the second. */
  private static List<Evidence> sides(CheckResult result) {
    return Stream.of(result.first(), result.second()).filter(Objects::nonNull).toList();
  }

  private Problem check(List<CheckResult> results) {
    CheckResult first = results.get(0);
    boolean review = results.stream().anyMatch(r -> r.label() == Label.NEEDS_REVIEW);
    List<Span> places = ordered(results.stream().map(r -> r.first().span()));
    List<Integer> claims =
        audit.claims().stream()
            .filter(claim -> places.stream().anyMatch(claim.span()::overlaps))
            .map(Claim::number)
            .toList();
    return new Problem(
        0,
        key(first, places.get(0)),
        first.check(),
        review ? Label.NEEDS_REVIEW : Label.UNCERTAIN,
        claims,
        places,
        results,
        List.of(),
        first.action());
  }

  /** Unique in the audit: no two errors of one check and action share their first place. */
  private static String key(CheckResult result, Span place) {
    String error = result.action() + "|" + place.start() + "|" + place.end();
    return result.check() + "." + Texts.sha256(error).substring(0, HASH_DIGITS);
  }

  private static List<Span> ordered(Stream<Span> spans) {
    return spans.distinct().sorted(Comparator.comparingInt(Span::start)).toList();
  }

  private Stream<Problem> blankProbe() {
    List<Verdict> blank = flagged().filter(v -> v.basis() == Verdict.Basis.BLANK_PROBE).toList();
    if (blank.isEmpty()) {
      return Stream.of();
    }
    Set<Integer> claims = blank.stream().map(Verdict::claim).collect(Collectors.toSet());
    return Stream.of(
        new Problem(
            0,
            Problem.BLANK_PROBE,
            Problem.BLANK_PROBE,
            Label.UNCERTAIN,
            blank.stream().map(Verdict::claim).toList(),
            ordered(
                audit.claims().stream()
                    .filter(claim -> claims.contains(claim.number()))
                    .map(Claim::span)),
            List.of(),
            List.of(),
            why(blank.get(0))));
  }

  private Stream<Problem> model() {
    Map<Integer, Claim> claims =
        audit.claims().stream().collect(Collectors.toMap(Claim::number, claim -> claim));
    return flagged()
        .filter(v -> !v.basis().rule())
        .map(
            v ->
                new Problem(
                    0,
                    Problem.CLAIM + v.claim(),
                    Problem.MODEL,
                    v.label(),
                    List.of(v.claim()),
                    List.of(claims.get(v.claim()).span()),
                    List.of(),
                    v.findings(),
                    why(v)));
  }

  private Stream<Verdict> flagged() {
    return audit.verdicts().stream().filter(v -> v.label() != null && v.label() != Label.SUPPORTED);
  }

  private static String why(Verdict verdict) {
    return verdict.evidence().isEmpty() ? "" : verdict.evidence().get(0);
  }

  private Stream<Problem> omissions() {
    return audit.omissions().stream()
        .map(
            finding ->
                new Problem(
                    0,
                    Problem.FINDING + finding.id(),
                    Problem.OMISSION,
                    Label.UNCERTAIN,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(finding.id()),
                    finding.words()));
  }
}
