package org.radiologytrust.page.flag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
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
import org.radiologytrust.review.SamePatient;
import org.radiologytrust.review.ShownFlag;
import org.radiologytrust.review.ShownFlags;

/** Reads the flags of an audit for the page. */
public final class Flags {
  /** Said of what people decided about some reasons of a flag. */
  private static final String NEW_REASON = "; a new reason opens it again";

  private static final String EVIDENCE_CHANGED = "; evidence changed since";

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
    ShownFlags shown = ShownFlags.of(audit, history.decisions());
    List<Earlier> earlier = earlier(history, audit);
    ReportPoints text = new ReportPoints(audit.report().text());
    Version version = version(history, audit);
    Steps steps = new Steps(version, audit, words, history.reminders());
    List<Flag> all =
        shown.all().stream()
            .map(
                one ->
                    flag(
                        text,
                        audit,
                        one,
                        shown,
                        earlier,
                        words,
                        decision -> steps.of(one.problem(), decision)))
            .toList();
    return column(history.id(), audit, all, became(history, version, words));
  }

  /** The flags of a report that is still open: nobody decides about them. */
  public FlagsColumn undecided(Audit draft, DecisionWords words) {
    ShownFlags none = ShownFlags.of(draft, List.of());
    ReportPoints text = new ReportPoints(draft.report().text());
    List<Flag> all =
        none.all().stream()
            .map(one -> flag(text, draft, one, none, List.of(), words, decision -> List.of()))
            .toList();
    // a draft has no id of a report: nothing on its page leads to one
    return column(draft.runId(), draft, all, List.of());
  }

  private static FlagsColumn column(UUID report, Audit audit, List<Flag> all, List<Became> became) {
    int first =
        all.stream()
            .filter(flag -> flag.open() && !flag.asks())
            .findFirst()
            .or(() -> all.stream().findFirst())
            .map(Flag::number)
            .orElse(0);
    return new FlagsColumn(
        report,
        audit.runId(),
        assessed(audit),
        all.stream().filter(flag -> !flag.asks()).toList(),
        all.stream().filter(Flag::asks).toList(),
        became,
        first);
  }

  /** What became, in a version of a report, of the flags of earlier audits. */
  public List<Became> became(History history, Version version, DecisionWords words) {
    return new Outcomes(history, version, titles, words).all();
  }

  private static Version version(History history, Audit audit) {
    return history.versions().stream()
        .filter(v -> contains(v, audit.runId()))
        .findFirst()
        .orElseThrow();
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
      ShownFlag shown,
      ShownFlags all,
      List<Earlier> earlier,
      DecisionWords words,
      Function<Decision, List<Flag.Step>> steps) {
    Problem problem = shown.problem();
    FlagEvidence evidence = new FlagEvidence(text, audit, problem);
    String quote = evidence.quote();
    List<Proof> proofs = new ArrayList<>();
    boolean open = !all.settled(shown);
    // a decision about some of the reasons leaves the flag open
    Optional<Decision> said = all.standing(shown);
    Optional<Decision> standing = said.filter(d -> !open || problem.ofPatient());
    said.filter(d -> open && !problem.ofPatient())
        .map(d -> new Proof("Earlier", "", words.by(d) + NEW_REASON))
        .ifPresent(proofs::add);
    earlier.stream()
        .filter(e -> said.filter(Decision::carried).isEmpty())
        .filter(e -> e.problem().type().equals(problem.type()) && e.quote().equals(quote))
        .findFirst()
        .map(e -> new Proof("Earlier", "", words.by(e.decision()) + e.run()))
        .ifPresent(proofs::add);
    proofs.addAll(evidence.proofs());
    shown.reasons().stream().skip(1).map(Flags::also).forEach(proofs::add);
    return new Flag(
        problem,
        shown.reasons().stream()
            .map(
                r ->
                    new Flag.Reason(
                        r.key(), all.decided().newest(r.key()).map(Decision::id).orElse(null)))
            .toList(),
        titles.of(problem),
        evidence.title(),
        evidence.say(),
        proofs,
        evidence.basis(),
        evidence.framed(),
        original(text, audit, problem),
        proposal(audit, problem),
        problem.ofPatient() ? all.decided().samePatient() : SamePatient.NOTHING_SAID,
        open,
        standing.orElse(null),
        all.newest(shown).orElse(null),
        standing.filter(decision -> decision.kind().agrees()).map(steps).orElse(List.of()));
  }

  /** What one more check says about the same error. */
  private static Proof also(Problem reason) {
    String why = reason.asks() ? " Only a question: " + reason.checks().get(0).why() : "";
    return new Proof(Proof.ALSO, "", reason.why() + " (“" + reason.type() + "”)." + why);
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
    String run = run(history, version, other, audit) + evidence(history, other);
    return decided.all().stream()
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
    if (version(history, audit).number() != version.number()) {
      return ", in version " + version.number();
    }
    boolean without = other.instances().isEmpty() && !audit.instances().isEmpty();
    return without ? ", in the run without images" : ", in the earlier run";
  }

  /** Said of what people decided on evidence that has changed. */
  private static String evidence(History history, Audit audit) {
    return history.evidenceChanged().contains(audit.runId()) ? EVIDENCE_CHANGED : "";
  }

  private static boolean contains(Version version, UUID run) {
    return version.audits().stream().anyMatch(audit -> audit.runId().equals(run));
  }
}
