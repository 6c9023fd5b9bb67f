package org.radiologytrust.lab.run;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.pipeline.step.Models;
import org.radiologytrust.pipeline.step.StepCatalog;
import org.radiologytrust.pipeline.step.StepHarness;
import org.radiologytrust.text.sections.Segmenter;

/** Runs the steps on a case with the true answers. */
final class ReferenceCase implements AutoCloseable {
  private static final Models NONE = new Models("truth", "truth");

  private final EvalCase c;
  private final StepHarness harness;
  private final Audit opened;

  /**
   * @param listener receives each question with its true answer
   */
  static ReferenceCase of(
      EvalCase c,
      SiteFiles files,
      StepCatalog steps,
      ImageSource images,
      ReferenceAnswerSource.Listener listener) {
    return new ReferenceCase(c, files, steps, images, all(c.truth()), listener);
  }

  /**
   * @param listed indexes of the findings that alignments get
   */
  ReferenceCase(
      EvalCase c,
      SiteFiles files,
      StepCatalog steps,
      ImageSource images,
      List<Integer> listed,
      ReferenceAnswerSource.Listener listener) {
    this.c = c;
    this.harness =
        new StepHarness(
            files,
            steps,
            new ReferenceAnswerSource(answers(c, files), listed, listener),
            NONE,
            images);
    this.opened = harness.open(c.run("truth"), c.report(), c.instances());
  }

  private static ReferenceAnswers answers(EvalCase c, SiteFiles files) {
    Audit cut =
        new Segmenter(files)
            .segment(
                Audit.of(c.run("truth"), c.report())
                    .withModel(true)
                    .started(Instant.EPOCH)
                    .build());
    return new ReferenceAnswers(c.truth(), cut.sentences());
  }

  /** The case before its first step. */
  Audit opened() {
    return opened;
  }

  /**
   * The case with the true claims.
   *
   * @throws IllegalArgumentException if the report states more than these claims
   */
  Audit claims() throws IOException, InterruptedException {
    Audit claimed = step("claims", opened);
    if (claimed.claims().size() != c.truth().claims().size()) {
      throw new IllegalArgumentException(
          "case " + c.id() + ": the report states more than its truth has claims for");
    }
    return claimed;
  }

  /** The true claims with true findings, as if a model had described them. */
  Audit reads(List<Integer> listed) throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (int place : listed) {
      TrueFinding f = c.truth().findings().get(place);
      findings.add(
          new Finding(
              ReferenceAnswers.findingId(findings.size()),
              image(),
              f.description(),
              f.location(),
              1,
              f.cue()));
    }
    List<ImageRead> reads = List.of(new ImageRead(image(), c.truth().quality(), findings));
    return claims().toBuilder().reads(reads).build();
  }

  private String image() {
    return c.instances().isEmpty() ? "" : c.instances().get(0).sopInstanceUid();
  }

  /** The true claims with their true labels; every claim must have one. */
  Audit judged(List<Integer> listed) throws IOException, InterruptedException {
    return step("alignment", reads(listed));
  }

  static List<Integer> all(Truth truth) {
    return IntStream.range(0, truth.findings().size()).boxed().toList();
  }

  /** Runs one more step with its true answer. */
  Audit step(String step, Audit c) throws IOException, InterruptedException {
    try {
      return harness.run(step, c);
    } catch (ModelFailure e) {
      throw new IllegalStateException("a true answer failed a step", e);
    }
  }

  @Override
  public void close() {
    harness.close();
  }
}
