package org.radiologytrust.publish.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.model.Audit;
import org.radiologytrust.publish.fhir.Transaction;

/**
 * An audit as one FHIR transaction. The entries are image findings, claims, summary and Provenance,
 * then, in a correction, the superseded Observations. Every entry is a PUT with an id derived from
 * content. The same audits give the same bytes.
 */
public final class AuditBundle {
  private final SummaryObservation summaries;
  private final ClaimObservation claims;
  private final FindingObservation findings;
  private final AuditProvenance provenances;

  /**
   * @param engine the resources that were PUT at start-up
   * @param aiLabel whether resources carry the security label AIAST, which some servers refuse.
   *     Without it they do not claim our profiles, which require it
   */
  public AuditBundle(EngineResources engine, boolean aiLabel) {
    CommonElements frame = new CommonElements(engine, aiLabel);
    summaries = new SummaryObservation(frame);
    claims = new ClaimObservation(frame);
    findings = new FindingObservation(frame);
    provenances = new AuditProvenance(frame, engine);
  }

  /**
   * The transaction for one audit.
   *
   * @param previous the audits that this one supersedes, newest first. Their Observations are PUT
   *     again with status {@code cancelled}, or {@code entered-in-error} if the report was
   *     withdrawn after them
   * @throws IllegalArgumentException when one of them is the same run
   */
  public Bundle of(Audit audit, List<Audit> previous) {
    if (previous.stream().anyMatch(old -> old.runId().equals(audit.runId()))) {
      throw new IllegalArgumentException("an audit cannot supersede itself");
    }
    AuditVersion version = AuditVersion.fresh(audit, previous.stream().findFirst());
    List<Observation> members = members(version);
    Observation summary = summaries.of(version);
    List<UUID> targets = new ArrayList<>();
    targets.add(audit.runId());
    members.forEach(m -> targets.add(UUID.fromString(m.getIdElement().getIdPart())));
    List<DomainResource> resources = new ArrayList<>(members);
    resources.add(summary);
    resources.add(provenances.of(version, targets));
    resources.addAll(superseded(audit, previous, old -> true));
    return Transaction.of(resources);
  }

  /**
   * The Observations of superseded audits that no sink has, as they are kept here.
   *
   * @param previous all that the audit supersedes, newest first
   * @param unknown runs of those that no sink has
   */
  public List<Observation> unknown(Audit audit, List<Audit> previous, Set<UUID> unknown) {
    return superseded(audit, previous, old -> unknown.contains(old.runId()));
  }

  private List<Observation> superseded(Audit audit, List<Audit> previous, Predicate<Audit> wanted) {
    List<Observation> all = new ArrayList<>();
    boolean mistaken = audit.report().status().withdrawn();
    for (Audit old : previous) {
      if (wanted.test(old)) {
        AuditVersion superseded = AuditVersion.superseded(old, audit, mistaken);
        all.add(summaries.of(superseded));
        all.addAll(members(superseded));
      }
      // a withdrawn version stays in error, even if the report comes again
      mistaken |= old.report().status().withdrawn();
    }
    return all;
  }

  /** The Observations of an audit alone, as a {@code collection}. */
  public Bundle observations(Audit audit) {
    AuditVersion version = AuditVersion.fresh(audit, Optional.empty());
    Bundle collection = new Bundle();
    collection.setType(Bundle.BundleType.COLLECTION);
    Stream.concat(Stream.of(summaries.of(version)), members(version).stream())
        .forEach(
            one ->
                collection
                    .addEntry()
                    .setFullUrl("urn:uuid:" + one.getIdElement().getIdPart())
                    .setResource(one));
    return collection;
  }

  private List<Observation> members(AuditVersion version) {
    List<Observation> members = new ArrayList<>();
    version.findings().forEach(seen -> members.add(findings.of(version, seen)));
    version.claims().forEach(judged -> members.add(claims.of(version, judged)));
    return members;
  }
}
