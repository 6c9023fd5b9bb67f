package org.radiologytrust.page.flag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.radiologytrust.journal.reviews.Reviews.History;
import org.radiologytrust.journal.reviews.Reviews.Version;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;
import org.radiologytrust.review.SamePatient;

/** Reads the flags of an audit for the page. */
public final class Flags {
  private final Titles titles;

  public Flags(Titles titles) {
    this.titles = titles;
  }

  public Titles titles() {
    return titles;
  }

  /**
   * The flags of one audit, with the first open one in hand.
   *
   * @param audit of any version of the report
   */
  public FlagsColumn of(History history, Audit audit, DecisionWords words) {
    Decided decided = Decided.of(audit, history.decisions());
    List<Earlier> earlier = earlier(history, audit);
    ReportPoints text = new ReportPoints(audit.report().text());
    List<Flag> flags =
        decided.problems().stream()
            .map(problem -> flag(text, audit, problem, decided, earlier, words))
            .toList();
    int first =
        flags.stream()
            .filter(Flag::open)
            .findFirst()
            .or(() -> flags.stream().findFirst())
            .map(Flag::number)
            .orElse(0);
    return new FlagsColumn(
        history.id(), audit.runId(), assessed(audit), flags, questions(audit), first);
  }

  /** What the checks of an audit only ask, in the order of the text. */
  public List<Question> questions(Audit audit) {
    ReportPoints text = new ReportPoints(audit.report().text());
    return Problems.asked(audit).stream()
        .map(
            problem -> {
              FlagEvidence evidence = new FlagEvidence(text, audit, problem);
              return new Question(
                  titles.of(problem),
                  evidence.title(),
                  evidence.say(),
                  problem.checks().get(0).why(),
                  evidence.proofs());
            })
        .toList();
  }

  /** What was assessed, in words. A model that is not trusted assesses nothing. */
  public static String assessed(Audit audit) {
    Score score = audit.score();
    if (audit.outcome() == AuditOutcome.CHECKED_ONLY) {
      return "text checks only";
    }
    if (audit.imagesRefused()) {
      return "text checks, images refused";
    }
    if (audit.failed() || score == null) {
      return "not auditable";
    }
    long assessed = audit.verdicts().stream().filter(Verdict::assessed).count();
    return assessed + " of " + score.claims() + " claims assessed";
  }

  private Flag flag(
      ReportPoints text,
      Audit audit,
      Problem problem,
      Decided decided,
      List<Earlier> earlier,
      DecisionWords words) {
    FlagEvidence evidence = new FlagEvidence(text, audit, problem);
    String quote = evidence.quote();
    List<Proof> proofs = new ArrayList<>();
    earlier.stream()
        .filter(e -> e.problem().type().equals(problem.type()) && e.quote().equals(quote))
        .findFirst()
        .map(e -> new Proof("Earlier", "", words.by(e.decision()) + e.run()))
        .ifPresent(proofs::add);
    proofs.addAll(evidence.proofs());
    return new Flag(
        problem,
        titles.of(problem),
        evidence.title(),
        evidence.say(),
        proofs,
        evidence.basis(),
        evidence.framed(),
        original(text, audit, problem),
        proposal(audit, problem),
        problem.ofPatient() ? decided.samePatient() : SamePatient.NOTHING_SAID,
        !decided.settled(problem.key()),
        decided.standing(problem.key()).orElse(null),
        decided.newest(problem.key()).orElse(null));
  }

  /** The whole claim of the first place, because single words cannot be reworded. */
  private static String original(ReportPoints text, Audit audit, Problem problem) {
    if (problem.places().isEmpty()) {
      return "";
    }
    Span first = problem.places().get(0);
    return audit.claims().stream()
        .filter(claim -> claim.span().overlaps(first))
        .map(Claim::text)
        .findFirst()
        .orElse(text.in(first));
  }

  private static String proposal(Audit audit, Problem problem) {
    return audit.rewrites().stream()
        .filter(rewrite -> !rewrite.verify() && problem.claims().contains(rewrite.claim()))
        .map(Rewrite::text)
        .findFirst()
        .orElse("");
  }

  /**
   * A decision about a problem of an earlier audit.
   *
   * @param quote the words of the report that the problem was about
   * @param run in which audit it was, in words
   */
  private record Earlier(Problem problem, String quote, Decision decision, String run) {}

  /** The decisions that stand in the audits before this one, the newest audit first. */
  private static List<Earlier> earlier(History history, Audit audit) {
    List<Earlier> earlier = new ArrayList<>();
    boolean before = false;
    for (Version version : history.versions()) {
      for (Audit other : version.audits()) {
        if (before) {
          earlier.addAll(decided(history, version, other, audit));
        }
        before |= other.runId().equals(audit.runId());
      }
    }
    return earlier;
  }

  private static List<Earlier> decided(History history, Version version, Audit other, Audit audit) {
    Decided decided = Decided.of(other, history.decisions());
    if (decided.decisions().isEmpty()) {
      return List.of();
    }
    ReportPoints text = new ReportPoints(other.report().text());
    String run = run(history, version, other, audit);
    return decided.problems().stream()
        .flatMap(
            problem ->
                decided.standing(problem.key()).stream()
                    .map(
                        decision ->
                            new Earlier(
                                problem,
                                new FlagEvidence(text, other, problem).quote(),
                                decision,
                                run)))
        .toList();
  }

  private static String run(History history, Version version, Audit other, Audit audit) {
    Optional<Version> of =
        history.versions().stream().filter(v -> contains(v, audit.runId())).findFirst();
    if (of.isPresent() && of.get().number() != version.number()) {
      return ", in version " + version.number();
    }
    boolean without = other.instances().isEmpty() && !audit.instances().isEmpty();
    return without ? ", in the run without images" : ", in the earlier run";
  }

  private static boolean contains(Version version, UUID run) {
    return version.audits().stream().anyMatch(audit -> audit.runId().equals(run));
  }
}
