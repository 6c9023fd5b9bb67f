package org.radiologytrust.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.UnfinishedCheck.Reason;
import org.radiologytrust.model.Verdict;

/**
 * Counts what committed audits say, since the process started: {@code rtl_claims_total} by label,
 * {@code rtl_flags_total} and {@code rtl_quiet_flags_total} by check and label, {@code
 * rtl_asked_flags_total} by check, {@code rtl_unfinished_checks_total} by check and reason. A
 * report that is audited again counts again.
 */
public final class AuditMetrics {
  private static final String NOT_ASSESSED = "not_assessed";
  private static final String OTHER_PATIENT = "other-patient";
  private static final String MODEL = "model";
  private static final String BLANK_PROBE = "blank-probe";

  private final MeterRegistry registry;

  /**
   * Registers what alarms and diagrams watch, so that the first of each is an increase.
   *
   * @param checks their ids
   */
  public AuditMetrics(MeterRegistry registry, List<String> checks) {
    this.registry = registry;
    for (Label label : Label.values()) {
      claims(label.code());
    }
    claims(NOT_ASSESSED);
    // an alarm watches the first of these
    flag(OTHER_PATIENT, Label.NEEDS_REVIEW);
    checks.forEach(check -> unfinished(new UnfinishedCheck(check, Reason.ERROR)));
  }

  /**
   * Counts one audit of shadow mode. Only checks that did not finish are counted, since they are a
   * fault. A count of flags or claims would tell that there are flags.
   *
   * @param audit that the journal has committed
   */
  public void kept(Audit audit) {
    audit.unfinished().forEach(check -> unfinished(check).increment());
  }

  /**
   * Counts one audit.
   *
   * @param audit that the journal has committed
   */
  public void committed(Audit audit) {
    if (audit.imagesRefused()) {
      flag(OTHER_PATIENT, Label.NEEDS_REVIEW).increment();
    }
    for (CheckResult result : audit.checks()) {
      switch (result.strength()) {
        case TELL -> flag(result.check(), result.label()).increment();
        case ASK -> askedFlag(result);
        case QUIET -> quietFlag(result);
      }
    }
    for (UnfinishedCheck check : audit.unfinished()) {
      unfinished(check).increment();
    }
    for (Verdict verdict : audit.verdicts()) {
      Label label = verdict.label();
      claims(label == null ? NOT_ASSESSED : label.code()).increment();
      if (flags(verdict)) {
        flag(verdict.basis() == Verdict.Basis.BLANK_PROBE ? BLANK_PROBE : MODEL, label).increment();
      }
    }
  }

  /** Whether the verdict is a flag of a model. Those of checks, and what only asks, are results. */
  private static boolean flags(Verdict verdict) {
    return verdict.label() != null
        && verdict.label() != Label.SUPPORTED
        && (!verdict.basis().rule() || verdict.basis() == Verdict.Basis.BLANK_PROBE);
  }

  private Counter claims(String label) {
    return Counter.builder("rtl.claims")
        .description("Claims of committed audits, by label")
        .tag("label", label)
        .register(registry);
  }

  private Counter unfinished(UnfinishedCheck check) {
    return Counter.builder("rtl.unfinished.checks")
        .description("Checks that did not finish, of committed audits, by check and by reason")
        .tags("check", check.check(), "reason", check.reason().code())
        .register(registry);
  }

  private void askedFlag(CheckResult result) {
    Counter.builder("rtl.asked.flags")
        .description("Flags that only ask in committed audits, by check")
        .tag("check", result.check())
        .register(registry)
        .increment();
  }

  private void quietFlag(CheckResult result) {
    Counter.builder("rtl.quiet.flags")
        .description("Flags of quiet checks in committed audits, by check and by label")
        .tags("check", result.check(), "label", result.label().code())
        .register(registry)
        .increment();
  }

  private Counter flag(String check, Label label) {
    return Counter.builder("rtl.flags")
        .description("Flags of committed audits, by the check that raised them and by label")
        .tags("check", check, "label", label.code())
        .register(registry);
  }
}
