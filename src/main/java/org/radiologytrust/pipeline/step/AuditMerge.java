package org.radiologytrust.pipeline.step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditPart;

/**
 * Merges the results of parallel branches. Each part is taken from the branch whose step declares
 * it as output. Notes, model uses and shown images are in the order of the steps, no matter which
 * branch ended first. Two branches must not write the same part.
 */
public final class AuditMerge implements AggregationStrategy {
  private static final String BRANCHES = "rtlBranches";

  private final List<Step> steps;
  private final List<String> order;

  public AuditMerge(List<Step> steps) {
    this.steps = steps;
    this.order = steps.stream().map(Step::name).toList();
  }

  /** The results of the branches that have ended so far. */
  private record Branches(List<Audit> ended) {}

  /** The result of one branch and its changes. */
  private record Branch(Audit after, AuditChanges written) {}

  @Override
  public Exchange aggregate(@Nullable Exchange old, Exchange next) {
    throw new UnsupportedOperationException(
        "use the method that also gets the exchange before the branches");
  }

  @Override
  public Exchange aggregate(@Nullable Exchange old, Exchange next, Exchange input) {
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

  /**
   * @throws StepFault when two branches write the same part or the same extra
   */
  public Audit merge(Audit before, List<Audit> branches) {
    Audit.Builder merged = before.toBuilder();
    Set<AuditPart> parts = EnumSet.noneOf(AuditPart.class);
    Set<String> extras = new TreeSet<>();
    branches.stream()
        .map(after -> new Branch(after, AuditChanges.between(before, after)))
        .sorted(Comparator.comparingInt(this::place))
        .forEach(
            branch -> {
              AuditChanges written = branch.written();
              for (AuditPart part : outputs(written)) {
                if (!parts.add(part)) {
                  throw new StepFault("parallel steps both write " + part);
                }
                part.copy(branch.after(), merged);
              }
              for (String step : written.extras()) {
                if (!extras.add(step)) {
                  throw new StepFault("step " + step + " runs in two parallel branches");
                }
                branch.after().extra(step).ifPresent(value -> merged.extra(step, value));
              }
              written.steps().forEach(merged::addStep);
              written.notes().forEach(merged::addNote);
              merged.addModels(written.models());
              merged.addShown(written.shown());
            });
    return merged.build();
  }

  /**
   * The declared outputs of the branch's steps, and the parts that other beans in the branch
   * changed.
   */
  private Set<AuditPart> outputs(AuditChanges written) {
    Set<AuditPart> outputs = EnumSet.noneOf(AuditPart.class);
    outputs.addAll(written.parts());
    steps.stream()
        .filter(step -> written.steps().contains(step.name()))
        .forEach(step -> outputs.addAll(step.outputs()));
    return outputs;
  }

  private int place(Branch branch) {
    return branch.written().steps().stream().mapToInt(order::indexOf).min().orElse(order.size());
  }
}
