package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Verdict;

class AuditMetricsTest {
  private static final UUID RUN = new UUID(0, 1);
  private static final Report REPORT = SampleRecords.report("A1", "No mass.");
  private static final List<String> NONE =
      List.of(
          "rtl_claims_total{label=\"needs_review\"} 0.0",
          "rtl_claims_total{label=\"not_assessed\"} 0.0",
          "rtl_claims_total{label=\"supported\"} 0.0",
          "rtl_claims_total{label=\"uncertain\"} 0.0",
          "rtl_flags_total{check=\"other-patient\",label=\"needs_review\"} 0.0",
          "rtl_unfinished_checks_total{check=\"denied\",reason=\"error\"} 0.0");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AuditMetrics metrics = new AuditMetrics(registry, List.of("denied"));

  private Set<String> shown() {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith("rtl_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Audit judged(Label label, Verdict.Basis basis) {
    List<String> why = List.of("why");
    Verdict verdict =
        basis.rule()
            ? Verdict.byRule(1, label, basis, why, List.of())
            : new Verdict(1, label, 1.0, ConfidenceBasis.SELF_REPORTED, basis, why, List.of());
    return SampleRecords.audit(RUN, REPORT, List.of()).toBuilder()
        .verdicts(List.of(verdict))
        .build();
  }

  static Audit quiet() {
    return SampleRecords.audit(RUN, REPORT, List.of()).toBuilder()
        .checks(List.of(flag().asQuiet()))
        .build();
  }

  static Audit asked() {
    return SampleRecords.audit(RUN, REPORT, List.of()).toBuilder()
        .checks(List.of(flag().asking("Not measured.")))
        .build();
  }

  private static CheckResult flag() {
    return new CheckResult(
        "side-order",
        Label.NEEDS_REVIEW,
        Evidence.of(new Span(0, 2), REPORT.text()),
        Evidence.field("OBR-4", "left"),
        "Verify the side.");
  }

  private static Set<String> lines(String... changed) {
    Set<String> all = new TreeSet<>(NONE);
    for (String line : changed) {
      all.remove(line.substring(0, line.indexOf(' ')) + " 0.0");
      all.add(line);
    }
    return all;
  }

  @Test
  void everyLabelOfClaimsIsThereFromTheStart() {
    assertEquals(new TreeSet<>(NONE), shown());
  }

  @Test
  void flagOfACheckIsCountedOnceByItsCheck() {
    metrics.committed(
        judged(Label.NEEDS_REVIEW, Verdict.Basis.CHECK).toBuilder()
            .checks(List.of(flag()))
            .build());
    assertEquals(
        lines(
            "rtl_claims_total{label=\"needs_review\"} 1.0",
            "rtl_flags_total{check=\"side-order\",label=\"needs_review\"} 1.0"),
        shown());
  }

  @Test
  void whatDidNotFinishIsCountedByCheckAndReason() {
    Audit audit = SampleRecords.audit(RUN, REPORT, List.of());
    metrics.committed(
        audit.toBuilder()
            .verdicts(List.of())
            .claims(List.of())
            .unfinished(
                List.of(
                    new UnfinishedCheck("denied", UnfinishedCheck.Reason.ERROR),
                    new UnfinishedCheck("size", UnfinishedCheck.Reason.LENGTH)))
            .build());
    assertEquals(
        lines(
            "rtl_unfinished_checks_total{check=\"denied\",reason=\"error\"} 1.0",
            "rtl_unfinished_checks_total{check=\"size\",reason=\"length\"} 1.0"),
        shown());
  }

  @Test
  void aFlagThatOnlyAsksHasACounterOfItsOwn() {
    metrics.committed(asked());
    assertEquals(
        lines(
            "rtl_claims_total{label=\"supported\"} 1.0",
            "rtl_asked_flags_total{check=\"side-order\"} 1.0"),
        shown());
  }

  @Test
  void aModelThatIsNotTrustedFlagsNothing() {
    metrics.committed(judged(Label.UNCERTAIN, Verdict.Basis.UNTRUSTED_MODEL));
    assertEquals(lines("rtl_claims_total{label=\"uncertain\"} 1.0"), shown());
  }

  @Test
  void aQuietFlagHasACounterOfItsOwn() {
    metrics.committed(quiet());
    assertEquals(
        lines(
            "rtl_claims_total{label=\"supported\"} 1.0",
            "rtl_quiet_flags_total{check=\"side-order\",label=\"needs_review\"} 1.0"),
        shown());
  }

  @Test
  void flagsOfTheModelAndOfTheBlankProbeAreCountedByTheseNames() {
    metrics.committed(judged(Label.NEEDS_REVIEW, Verdict.Basis.MODEL_WITH_IMAGE));
    metrics.committed(judged(Label.UNCERTAIN, Verdict.Basis.BLANK_PROBE));
    metrics.committed(judged(Label.SUPPORTED, Verdict.Basis.MODEL_WITH_IMAGE));
    assertEquals(
        lines(
            "rtl_claims_total{label=\"needs_review\"} 1.0",
            "rtl_claims_total{label=\"supported\"} 1.0",
            "rtl_claims_total{label=\"uncertain\"} 1.0",
            "rtl_flags_total{check=\"blank-probe\",label=\"uncertain\"} 1.0",
            "rtl_flags_total{check=\"model\",label=\"needs_review\"} 1.0"),
        shown());
  }

  @Test
  void claimThatNobodyAssessedIsCountedAndIsNoFlag() {
    metrics.committed(
        SampleRecords.audit(RUN, REPORT, List.of()).toBuilder()
            .verdicts(List.of(Verdict.notAssessed(1, "no image")))
            .build());
    assertEquals(lines("rtl_claims_total{label=\"not_assessed\"} 1.0"), shown());
  }

  @Test
  void flagsOfAnAuditThatFailedLaterCount() {
    metrics.committed(
        SampleRecords.failed(RUN, REPORT, "no answer").toBuilder().checks(List.of(flag())).build());
    assertEquals(
        lines("rtl_flags_total{check=\"side-order\",label=\"needs_review\"} 1.0"), shown());
  }
}
