package org.radiologytrust.lab.run;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.ImageSource;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.pipeline.Models;
import org.radiologytrust.pipeline.Segmenter;
import org.radiologytrust.pipeline.StepCatalog;
import org.radiologytrust.pipeline.StepHarness;

/** A case as it is after each step when every answer is the true one. */
final class ReferenceCase implements AutoCloseable {
  private static final Models NONE = new Models("truth", "truth");

  private final EvalCase c;
  private final StepHarness trials;
  private final Audit opened;

  /**
   * @param told is told of each true answer that is asked for
   */
  static ReferenceCase of(
      EvalCase c, SiteFiles files, StepCatalog steps, ImageSource images, Oracle.Told told) {
    return new ReferenceCase(c, files, steps, images, all(c.truth()), told);
  }

  /**
   * @param listed places of the findings that alignments are shown
   */
  ReferenceCase(
      EvalCase c,
      SiteFiles files,
      StepCatalog steps,
      ImageSource images,
      List<Integer> listed,
      Oracle.Told told) {
    this.c = c;
    this.trials =
        new StepHarness(files, steps, new Oracle(answers(c, files), listed, told), NONE, images);
    this.opened = trials.open(c.run("truth"), c.report(), c.instances());
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

  Audit opened() {
    return opened;
  }

  /**
   * With the true claims.
   *
   * @throws IllegalArgumentException when they are not all that the report states
   */
  Audit claims() throws IOException, InterruptedException {
    Audit claimed = step("claims", opened);
    if (claimed.claims().size() != c.truth().claims().size()) {
      throw new IllegalArgumentException(
          "case " + c.id() + ": the report states more than its truth has claims for");
    }
    return claimed;
  }

  /** The true claims with the findings that the truth tells, as if they had been described. */
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

  /** The true claims as the truth judges them; all must be labelled. */
  Audit judged(List<Integer> listed) throws IOException, InterruptedException {
    return step("alignment", reads(listed));
  }

  static List<Integer> all(Truth truth) {
    return IntStream.range(0, truth.findings().size()).boxed().toList();
  }

  /** A case after one more step, by the true answer to it. */
  Audit step(String step, Audit c) throws IOException, InterruptedException {
    try {
      return trials.run(step, c);
    } catch (ModelFailure e) {
      throw new IllegalStateException("the truth fails no step", e);
    }
  }

  @Override
  public void close() {
    trials.close();
  }
}
