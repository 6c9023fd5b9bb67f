package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.PriorStudy;
import org.radiologytrust.pipeline.image.StudyPlaces;
import org.radiologytrust.retry.RetryVerdict;

/**
 * The images with which a step compares claims, as PNG files.
 *
 * @param own those of the report's studies
 * @param priors the earlier studies; those whose images are gone are not shown
 * @param compared those for claims that compare: of the earlier studies, the earlier first, then of
 *     the report's; empty where no earlier study is shown
 */
record RunImages(List<byte[]> own, List<PriorStudy> priors, List<byte[]> compared) {
  /** No images: the model judges by findings alone. */
  static final RunImages NONE = new RunImages(List.of(), List.of(), List.of());

  /**
   * Reads the images of an audit.
   *
   * @throws IOException when one of the report's own cannot be read, or the image store is away
   */
  static RunImages of(Audit c, StepCalls calls) throws IOException {
    List<byte[]> own = calls.images(c);
    if (!compares(c, calls)) {
      return new RunImages(own, List.of(), List.of());
    }
    List<PriorStudy> priors = new ArrayList<>();
    List<byte[]> compared = new ArrayList<>();
    for (PriorStudy prior : c.priors()) {
      priors.add(prior.isShown() ? read(prior, calls, compared) : prior);
    }
    if (!compared.isEmpty()) {
      compared.addAll(calls.images(c.compared()));
    }
    return new RunImages(own, priors, compared);
  }

  /** An earlier study that is gone does not keep the report from being audited. */
  private static PriorStudy read(PriorStudy prior, StepCalls calls, List<byte[]> into)
      throws IOException {
    try {
      into.addAll(calls.images(prior.instances()));
      return prior;
    } catch (IOException e) {
      if (e instanceof RetryVerdict.Source source
          && source.verdict().kind() == RetryVerdict.Kind.AWAY) {
        throw e;
      }
      return prior.gone();
    }
  }

  /** Grey images in the place of these, of the same number. */
  static RunImages blank(Audit c, StepCalls calls) throws IOException {
    List<byte[]> own = new ArrayList<>();
    for (byte[] png : calls.images(c)) {
      own.add(BlankImage.like(png));
    }
    if (!compares(c, calls)) {
      return new RunImages(own, List.of(), List.of());
    }
    List<byte[]> compared = new ArrayList<>();
    c.shownPriors().forEach(prior -> prior.instances().forEach(image -> compared.add(own.get(0))));
    if (!compared.isEmpty()) {
      c.compared().forEach(image -> compared.add(own.get(0)));
    }
    return new RunImages(own, c.priors(), compared);
  }

  private static boolean compares(Audit c, StepCalls calls) {
    return c.claims().stream().anyMatch(calls.tools().catalog().comparing()::compares);
  }

  /**
   * What a model is shown for some claims.
   *
   * @param places what stands in the prompt for the images
   * @param pngs empty for none
   */
  record View(String places, List<byte[]> pngs) {}

  View own(Audit c) {
    return new View(own.isEmpty() ? "" : StudyPlaces.of(c), own);
  }

  /** What is shown for claims that compare. */
  View compared(Audit c) {
    return compared.isEmpty()
        ? own(c)
        : new View(
            StudyPlaces.compared(c, priors.stream().filter(PriorStudy::isShown).toList()),
            compared);
  }

  View of(Claim claim, Audit c, StepCalls calls) {
    return calls.tools().catalog().comparing().compares(claim) ? compared(c) : own(c);
  }
}
