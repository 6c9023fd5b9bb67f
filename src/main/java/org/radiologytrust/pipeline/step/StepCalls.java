package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.radiologytrust.images.ImageSize;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Texts;
import org.radiologytrust.pipeline.mask.MaskedReport;

/**
 * Makes the model calls of one step in one run. The journal stores each answer, so a restart does
 * not ask again. Each model use becomes part of the audit's provenance.
 */
public final class StepCalls {
  private final StepDefinition step;
  private final Job job;
  private final StepTools tools;

  /** Model uses by part, in an order that does not depend on which call ended first. */
  private final Map<String, ModelUse> uses =
      new ConcurrentSkipListMap<>(
          Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));

  /** The images that were read, in the order of the audit. */
  private final Set<ShownImage> read = Collections.synchronizedSet(new LinkedHashSet<>());

  /** SHA-256 of each file that the model was shown. */
  private final Set<String> sent = ConcurrentHashMap.newKeySet();

  StepCalls(StepDefinition step, Job job, StepTools tools) {
    this.step = step;
    this.job = job;
    this.tools = tools;
  }

  /**
   * Asks the model one question.
   *
   * @param data values for the placeholders of the prompt. Take text of the report only from
   *     methods such as {@link #claims}, which hide the patient
   * @param reader reads the answer, which fits the schema; it may refuse the answer
   * @throws ModelFailure when there is no valid answer
   * @throws InterruptedException when the run was stopped
   */
  public <T> T ask(Map<String, String> data, AnswerSource.Reader<T> reader)
      throws ModelFailure, InterruptedException {
    return ask("", data, List.of(), reader);
  }

  /**
   * Asks the model one of several questions of this step.
   *
   * @param part name of this call within the step; empty when the step makes only one
   * @param data values for the placeholders of the prompt
   * @param images PNG files that the model is shown
   * @param reader reads the answer, which fits the schema; it may refuse the answer
   * @throws ModelFailure when there is no valid answer
   * @throws InterruptedException when the run was stopped
   */
  public <T> T ask(
      String part, Map<String, String> data, List<byte[]> images, AnswerSource.Reader<T> reader)
      throws ModelFailure, InterruptedException {
    return ask(new StepRunner.Call(step, part, data, images, step.answerTokens()), reader).value();
  }

  /** The audit's claims, numbered, one on a line, with the patient hidden. */
  public String claims(Audit audit) {
    return shown(audit).lines(audit.claims());
  }

  /**
   * The audit's images as PNG files. The audit records those of them that the model is shown
   * unchanged.
   *
   * @throws IOException when an image cannot be read
   */
  public List<byte[]> images(Audit audit) throws IOException {
    return images(audit.instances());
  }

  List<byte[]> images(List<Instance> instances) throws IOException {
    requireOwnImages();
    List<byte[]> pngs = new ArrayList<>();
    for (Instance instance : instances) {
      byte[] png = tools.images().png(instance);
      read.add(
          new ShownImage(
              instance.sopInstanceUid(),
              Texts.sha256(png),
              tools.images().recipe(instance),
              instance.numberOfFrames() > 1 ? instance.shownFrame() : null));
      pngs.add(png);
    }
    return pngs;
  }

  /**
   * The size of an image before it was scaled and padded; empty where it is not known.
   *
   * @throws IOException when the image store does not tell it
   */
  Optional<ImageSize> size(Instance instance) throws IOException {
    requireOwnImages();
    return tools.images().size(instance);
  }

  <T> StepRunner.Result<T> ask(StepRunner.Call ask, AnswerSource.Reader<T> reader)
      throws ModelFailure, InterruptedException {
    requireOwnImages();
    StepRunner.Result<T> done = tools.runner().run(job, ask, reader);
    ask.images().forEach(png -> sent.add(Texts.sha256(png)));
    if (uses.putIfAbsent(ask.part(), done.use()) != null) {
      throw new StepFault("step " + step.name() + " makes two calls with the same part name");
    }
    return done;
  }

  /** A step that does not look whether it may ask a model must not do so all the same. */
  private void requireOwnImages() {
    if (job.imagesRefused()) {
      throw new OtherPatientFault(step.name());
    }
  }

  /** Asks about claims in as many calls as needed. */
  <T> PromptParts.Answers<T> ask(
      List<Claim> claims, List<byte[]> images, PromptParts.Question<T> question)
      throws ModelFailure, InterruptedException {
    return new PromptParts(this).ask(claims, images, question);
  }

  /** Whether prompt and answer certainly fit the context. */
  boolean fits(StepRunner.Call ask) {
    return tools.runner().fits(job, ask);
  }

  MaskedReport shown(Audit audit) {
    return new MaskedReport(audit, tools.catalog().names());
  }

  StepDefinition step() {
    return step;
  }

  StepTools tools() {
    return tools;
  }

  /** The images that the model was shown. */
  List<ShownImage> shown() {
    return read.stream().filter(image -> sent.contains(image.sha256())).toList();
  }

  List<ModelUse> uses() {
    return ModelUses.merged(List.copyOf(uses.values()));
  }
}
