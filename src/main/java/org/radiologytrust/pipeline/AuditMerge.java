package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;

/**
 * Puts together what branches that ran side by side wrote: each part is taken from the branch that
 * wrote it. Branches that write the same part are refused.
 */
public final class AuditMerge implements AggregationStrategy {
  private static final String BRANCHES = "rtlBranches";

  /** What the branches that have ended gave, in the order of the route. */
  private record Branches(List<Audit> ended) {}

  @Override
  public Exchange aggregate(Exchange old, Exchange next) {
    throw new UnsupportedOperationException("the audit before the branches is needed");
  }

  @Override
  public Exchange aggregate(Exchange old, Exchange next, Exchange input) {
    if (next.getException() != null) {
      return next;
    }
    List<Audit> branches = new ArrayList<>();
    if (old != null) {
      branches.addAll(old.getProperty(BRANCHES, Branches.class).ended());
    }
    branches.add(next.getMessage().getBody(Audit.class));
    Exchange merged = old == null ? next : old;
    merged.setProperty(BRANCHES, new Branches(branches));
    merged.getMessage().setBody(merge(input.getMessage().getBody(Audit.class), branches));
    return merged;
  }

  static Audit merge(Audit before, List<Audit> branches) {
    Audit.Builder merged = before.toBuilder();
    Set<AuditPart> written = EnumSet.noneOf(AuditPart.class);
    for (Audit branch : branches) {
      for (AuditPart part : AuditPart.differing(before, branch)) {
        if (!written.add(part)) {
          throw new IllegalStateException("two branches wrote " + part);
        }
        part.copy(branch, merged);
      }
      merged.addModels(branch.models().subList(before.models().size(), branch.models().size()));
      branch.notes().subList(before.notes().size(), branch.notes().size()).forEach(merged::addNote);
    }
    return merged.build();
  }
}
