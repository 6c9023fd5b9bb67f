package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.OtherPatient.Confirmation;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Study;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.pipeline.step.NotAuditable;
import org.radiologytrust.pipeline.step.OtherPatientFault;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.retry.RetryTable;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.score.Scorer;
import org.radiologytrust.settings.ImageUse;
import org.radiologytrust.text.sections.Segmenter;

/** A run whose images are of another patient, from its beginning to its end. */
class RefusedImagesTest {
  private static final UUID RUN = new UUID(0, 1);
  private static final String REFUSAL = "wrong patient: PatientID (0010,0020) of the study differs";
  private static final Report REPORT =
      SampleRecords.report("A1", "FINDINGS: Mild effusion. No mass.");
  private static final RunRules RULES =
      new RunRules(
          new RetryTable(SiteFiles.shipped()),
          new RunRules.Limits(
              3, 3, Duration.ofHours(1), Duration.ofHours(1), Duration.ofSeconds(1)));

  private int selected;
  private int rendered;

  private final ImageSource images =
      instance -> {
        rendered++;
        return new byte[0];
      };

  /** Without a gate, whoever asks for a model fails. */
  private Audits audits(@Nullable ModelGate gate) {
    return new Audits(gate, this::select, images, Clock.systemUTC(), RULES, "0.1.0");
  }

  private List<Instance> select(Report report, List<Study> studies) {
    selected++;
    return studies.stream().flatMap(study -> study.instances().stream()).toList();
  }

  private static Job job(String refusal, @Nullable OtherPatient other, Study... studies) {
    return new Job(
        RUN,
        RUN,
        1,
        REPORT,
        List.of(studies),
        refusal,
        other,
        0,
        0,
        Duration.ZERO,
        Map.of(),
        false,
        false);
  }

  private static Exchange exchange(Job job) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(job);
    return exchange;
  }

  @Test
  @Tag("safety")
  void theChecksRunAndNoImageIsOpenedAndNoModelAsked() throws Exception {
    OtherPatient other = SampleRecords.mismatch(REPORT);
    Audits audits = audits(null);
    Exchange exchange = exchange(job(REFUSAL, other));
    audits.open(exchange);
    Audit begun = exchange.getMessage().getBody(Audit.class);
    assertFalse(begun.withModel());
    assertEquals(List.of(), begun.instances());
    assertEquals(List.of(), begun.studies());
    Audit claimed =
        new RuleClaims(SiteFiles.shipped())
            .claims(new Segmenter(SiteFiles.shipped()).segment(begun));
    Audit done = audits.complete(new Scorer().score(claimed));
    assertEquals(AuditOutcome.NOT_AUDITABLE, done.outcome());
    assertEquals(REFUSAL, done.failure());
    assertEquals(2, done.claims().size());
    assertEquals(2, done.verdicts().size());
    assertNull(done.score().value());
    assertEquals(other, done.otherPatient().orElseThrow());
    assertTrue(done.note().contains("no image was opened"), done.note());
    assertFalse(done.unsupported(), "the report could be read");
    assertEquals(List.of(0, 0), List.of(selected, rendered));
  }

  /** Queued before the site stopped to use images. */
  @Test
  @Tag("safety")
  void aRunThatWasQueuedWithImagesOpensNoneWhereTheyAreNeverUsed() throws Exception {
    ModelGate none =
        new ModelGate(ModelCatalog.NONE, new Models("", ""), null, null, Duration.ZERO);
    Study study = SampleRecords.study("1.2", "A1", "MRN1", SampleRecords.instance("1.2.3"));
    Audits audits = audits(none).using(ImageUse.NEVER);
    Exchange exchange = exchange(job("", null, study));
    audits.open(exchange);
    Audit begun = exchange.getMessage().getBody(Audit.class);
    assertEquals(List.of(), begun.instances());
    assertEquals(List.of(), begun.studies());
    assertEquals("No model is in use. Images are not used at this site.", begun.note());
    assertEquals(
        List.of(),
        audits.failed(job("", null, study), null, new NotAuditable("of a site")).studies());
    assertEquals(0, rendered);
  }

  @Test
  void whateverFailsTheReasonStaysTheOtherPatient() throws Exception {
    Audit failed =
        audits(null)
            .failed(
                job(REFUSAL, SampleRecords.mismatch(REPORT)),
                null,
                new OtherPatientFault("of a site"));
    assertEquals(REFUSAL, failed.failure());
    assertTrue(failed.imagesRefused());
    assertEquals(List.of(), failed.claims());
  }

  @Test
  void anotherRefusalEndsTheRunAtOnce() {
    Job withdrawn = job("the report was withdrawn (status cancelled)", null);
    assertThrows(NotAuditable.class, () -> audits(null).open(exchange(withdrawn)));
  }

  @Test
  void afterAConfirmationTheImagesAreUsedAndTheAuditSaysSo() throws Exception {
    Confirmation by = new Confirmation(RUN, RUN, "ann", Instant.EPOCH, false);
    OtherPatient other = SampleRecords.mismatch(REPORT).confirmed(List.of(by), 1);
    ModelGate none =
        new ModelGate(ModelCatalog.NONE, new Models("", ""), null, null, Duration.ZERO);
    Study study = SampleRecords.study("1.2", "A1", "MRN9", SampleRecords.instance("1.2.3"));
    Exchange exchange = exchange(job("", other, study));
    audits(none).open(exchange);
    Audit begun = exchange.getMessage().getBody(Audit.class);
    assertEquals(1, begun.instances().size());
    assertEquals(1, rendered);
    assertTrue(begun.note().contains("two people confirmed"), begun.note());
    assertFalse(begun.failed());
    assertEquals(other, begun.otherPatient().orElseThrow());
  }
}
