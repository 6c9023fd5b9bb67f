package org.radiologytrust.publish.resources;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.model.Audit;
import org.radiologytrust.review.Problem;

/** Which Observations of an audit show a problem. */
final class ProblemObservations {
  private final Audit audit;
  private final AuditVersion version;

  ProblemObservations(Audit audit) {
    this.audit = audit;
    this.version = AuditVersion.fresh(audit, Optional.empty());
  }

  /**
   * Their ids: the claims, the finding that no claim names, and the summary for what stands outside
   * the claims.
   */
  Set<UUID> of(Problem problem) {
    Set<UUID> ids = new LinkedHashSet<>();
    if (version.hasClaims()) {
      problem.claims().forEach(claim -> ids.add(audit.claimId(claim)));
      if (problem.type().equals(Problem.OMISSION)) {
        ids.addAll(version.findingIds(problem.findings()));
      }
    }
    if (ids.isEmpty() || problem.checks().stream().anyMatch(version::isOutsideClaims)) {
      ids.add(audit.runId());
    }
    return ids;
  }
}
