package org.radiologytrust.publish.resources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Texts;
import org.radiologytrust.model.Verdict;

/**
 * An audit that is new, or superseded by a later one.
 *
 * @param replaces the run that this one supersedes
 * @param supersededBy the run that supersedes this one; empty for a new audit
 * @param mistaken whether the report was withdrawn
 * @param hashes of its report. Every Observation needs them, and a long report is slow to hash
 */
public record AuditVersion(
    Audit audit,
    Optional<UUID> replaces,
    Optional<UUID> supersededBy,
    boolean mistaken,
    Hashes hashes) {
  /**
   * @param correlationId as in {@link Report#correlationId}
   * @param textSha256 as in {@link Report#textSha256}
   */
  record Hashes(UUID correlationId, String textSha256) {
    static Hashes of(Report report) {
      return new Hashes(report.correlationId(), report.textSha256());
    }
  }

  public static AuditVersion fresh(Audit audit, Optional<Audit> previous) {
    return new AuditVersion(
        audit, previous.map(Audit::runId), Optional.empty(), false, Hashes.of(audit.report()));
  }

  static AuditVersion superseded(Audit old, Audit by, boolean mistaken) {
    return new AuditVersion(
        old, Optional.empty(), Optional.of(by.runId()), mistaken, Hashes.of(old.report()));
  }

  /** The reason why this report was not audited; empty if it was. */
  String failure() {
    return audit.report().status().withdrawn() ? "report withdrawn" : audit.failure();
  }

  boolean failed() {
    return !failure().isEmpty();
  }

  /** Whether no model had a part in it: then it does not call itself AI. */
  boolean byRules() {
    return byRules(audit);
  }

  static boolean byRules(Audit audit) {
    return audit.models().isEmpty();
  }

  /**
   * What the status alone does not say, as codes of rtl-status-reason.
   *
   * @param summary whether the Observation is the summary, whose status also tells of a failure
   */
  List<String> statusReasons(boolean summary) {
    List<String> reasons = new ArrayList<>();
    boolean withdrawn = audit.report().status().withdrawn();
    if (summary && failed() && !withdrawn) {
      String ours = audit.imagesRefused() ? "images-refused" : "failed";
      reasons.add(audit.unsupported() ? "unsupported" : ours);
    }
    if (mistaken || summary && withdrawn) {
      reasons.add("report-withdrawn");
    } else if (supersededBy.isPresent()) {
      reasons.add("superseded");
    }
    return reasons;
  }

  /**
   * Whether its claims are published: those of every audit that did not fail, and those of a report
   * whose images are of another patient, which the checks read.
   */
  boolean hasClaims() {
    return !failed() || audit.imagesRefused() && !audit.report().status().withdrawn();
  }

  /**
   * The claims that have an Observation: all of them; of an audit of the text alone, those about
   * which it says something. The complete audit follows with the others.
   */
  List<Judged> claims() {
    if (!hasClaims()) {
      return List.of();
    }
    return IntStream.range(0, audit.claims().size())
        .mapToObj(i -> new Judged(audit.claims().get(i), audit.verdicts().get(i)))
        .filter(judged -> !audit.textOnly() || isTold(judged))
        .toList();
  }

  private boolean isTold(Judged judged) {
    Span span = judged.claim().span();
    return judged.verdict().label() != null
        || audit.flags().stream().anyMatch(check -> check.first().span().overlaps(span));
  }

  /** The outcome; a withdrawn report is not auditable. */
  AuditOutcome outcome() {
    return failed() ? AuditOutcome.NOT_AUDITABLE : audit.outcome();
  }

  /** Status of claims and findings, and of the summary unless the audit failed. */
  ObservationStatus status() {
    if (supersededBy.isEmpty()) {
      return ObservationStatus.PRELIMINARY;
    }
    return mistaken ? ObservationStatus.ENTEREDINERROR : ObservationStatus.CANCELLED;
  }

  ObservationStatus summaryStatus() {
    return failed() && supersededBy.isEmpty() ? ObservationStatus.CANCELLED : status();
  }

  /** Whether the words that a check flagged are in no published claim; the summary shows them. */
  boolean isOutsideClaims(CheckResult check) {
    return !hasClaims()
        || audit.claims().stream().noneMatch(claim -> check.first().span().overlaps(claim.span()));
  }

  /** The model's findings, each with the image read that it is from; none for a failed audit. */
  List<Seen> findings() {
    if (failed()) {
      return List.of();
    }
    return List.copyOf(
        audit.reads().stream()
            .flatMap(read -> read.findings().stream().map(finding -> new Seen(read, finding)))
            .filter(seen -> !Texts.orEmpty(seen.finding().description()).isBlank())
            .collect(
                Collectors.toMap(
                    seen -> seen.finding().id(),
                    Function.identity(),
                    (first, second) -> first,
                    LinkedHashMap::new))
            .values());
  }

  /** Ids of the Observations of these findings; findings without an Observation are left out. */
  List<UUID> findingIds(List<String> findings) {
    return findings().stream()
        .map(seen -> seen.finding().id())
        .filter(findings::contains)
        .map(this::findingId)
        .toList();
  }

  public UUID findingId(String finding) {
    return Texts.uuid5(audit.runId() + "|finding|" + finding);
  }

  /** A claim and what the audit says about it. */
  record Judged(Claim claim, Verdict verdict) {}

  /** A finding and the image read that it is from. */
  record Seen(ImageRead read, Finding finding) {}
}
