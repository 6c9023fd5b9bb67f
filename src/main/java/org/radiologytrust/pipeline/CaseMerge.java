package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.radiologytrust.model.AuditCase;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Summaries;

/** Puts together what branches that ran side by side filled in; each fills in its own parts. */
public final class CaseMerge implements AggregationStrategy {
  @Override
  public Exchange aggregate(Exchange old, Exchange next) {
    if (old == null || next.getException() != null) {
      return next;
    }
    AuditCase a = old.getMessage().getBody(AuditCase.class);
    AuditCase b = next.getMessage().getBody(AuditCase.class);
    old.getMessage().setBody(merge(a, b));
    return old;
  }

  static AuditCase merge(AuditCase a, AuditCase b) {
    return a.with(
        p -> {
          p.note = join(a.note(), b.note());
          p.claims = either(a.claims(), b.claims());
          p.reads = either(a.reads(), b.reads());
          p.checks = either(a.checks(), b.checks());
          p.verdicts = either(a.verdicts(), b.verdicts());
          p.blank = either(a.blank(), b.blank());
          p.omissions = either(a.omissions(), b.omissions());
          p.rewrites = either(a.rewrites(), b.rewrites());
          p.summaries = a.summaries().equals(Summaries.NONE) ? b.summaries() : a.summaries();
          // both branches begin with what was used before them
          LinkedHashSet<ModelUse> uses = new LinkedHashSet<>(a.models());
          uses.addAll(b.models());
          p.models = new ArrayList<>(uses);
        });
  }

  private static <T> List<T> either(List<T> a, List<T> b) {
    return a.isEmpty() ? b : a;
  }

  /** Two notes as one, without saying anything twice. */
  static String join(String a, String b) {
    if (b.isEmpty() || a.contains(b)) {
      return a;
    }
    return a.isEmpty() || b.contains(a) ? b : a + " " + b;
  }
}
