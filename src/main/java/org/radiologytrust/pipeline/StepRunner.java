package org.radiologytrust.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.journal.Running;
import org.radiologytrust.llm.Asker;
import org.radiologytrust.llm.ChatRequest;
import org.radiologytrust.llm.Choices;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.llm.Odds;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Texts;

/**
 * Runs one call of a step, or takes its answer from the journal when an earlier process had it. The
 * answer is kept as the model gave it, with a hash of what was asked, and read again by the same
 * rules; an answer to another question is never taken.
 */
final class StepRunner {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Asker asker;
  private final StepMemory memory;
  private final Running running;
  private final Models models;

  StepRunner(Asker asker, StepMemory memory, Running running, Models models) {
    this.asker = asker;
    this.memory = memory;
    this.running = running;
    this.models = models;
  }

  /**
   * One call.
   *
   * @param part empty, or what tells several calls of one step apart
   * @param data what goes into the prompt
   * @param answerTokens most tokens of the answer
   */
  record Ask(
      StepDefinition step,
      String part,
      Map<String, String> data,
      List<byte[]> images,
      int answerTokens) {
    private String key() {
      return part.isEmpty() ? step.name() : step.name() + "/" + part;
    }
  }

  /** What a call gave, how probable the model held its choices, and what it used. */
  record Done<T>(T value, Choices choices, ModelUse use) {}

  /**
   * What the journal keeps of a call.
   *
   * @param asked SHA-256 of all that the model was asked
   */
  private record Kept(String answer, Choices choices, String asked, ModelUse use) {}

  /** Whether prompt and answer surely fit the context. */
  boolean fits(Job job, Ask ask) {
    return asker.fits(request(job, ask));
  }

  /**
   * @throws InterruptedException also when the run has ended: another branch of it failed
   */
  <T> Done<T> run(Job job, Ask ask, ModelClient.Reader<T> reader)
      throws ModelFailure, InterruptedException {
    return running.call(job, () -> answer(job, ask, reader));
  }

  private <T> Done<T> answer(Job job, Ask ask, ModelClient.Reader<T> reader)
      throws ModelFailure, InterruptedException {
    ChatRequest request = request(job, ask);
    String asked = hash(request);
    String kept = job.steps().get(ask.key());
    if (kept != null) {
      try {
        Kept k = JSON.readValue(kept, Kept.class);
        if (asked.equals(k.asked)) {
          return new Done<>(reader.read(JSON.readTree(k.answer)), k.choices, k.use);
        }
      } catch (JsonProcessingException | InvalidAnswer e) {
        // kept by a version with other rules: ask again
      }
    }
    ModelClient.Answer<T> answer = asker.ask(request, reader);
    ModelUse use =
        new ModelUse(
            request.step(),
            request.model(),
            answer.digest(),
            Texts.sha256(ask.step.prompt()),
            options(request),
            answer.calls());
    Kept made = new Kept(answer.json(), answer.choices(), asked, use);
    if (!memory.keepStep(job, ask.key(), write(made))) {
      throw new InterruptedException("the run goes on elsewhere, or is over");
    }
    return new Done<>(answer.value(), answer.choices(), use);
  }

  private ChatRequest request(Job job, Ask ask) {
    StepDefinition step = ask.step;
    return new ChatRequest(
        step.name(),
        models.of(step),
        Prompt.fill(step.prompt(), ask.data),
        ask.images,
        step.schema(),
        ask.answerTokens,
        Texts.sha256(job.runId() + "|" + ask.key()).substring(0, 12),
        new ChatRequest.Traits(
            job.runId().toString(),
            step.model().equals("lora"),
            step.choices() ? Odds.CHOSEN : Odds.NONE));
  }

  private static String hash(ChatRequest request) {
    StringBuilder all = new StringBuilder(Texts.sha256(request.prompt()));
    request.images().forEach(image -> all.append(' ').append(Texts.sha256(image)));
    all.append(' ').append(Texts.sha256(request.schema().toString()));
    all.append(' ').append(request.traits().odds());
    return Texts.sha256(all.append(' ').append(request.model()).toString());
  }

  private static String options(ChatRequest request) {
    return JSON.createObjectNode()
        .put("temperature", 0)
        .put("num_predict", request.numPredict())
        .put("schemaSha256", Texts.sha256(request.schema().toString()))
        .toString();
  }

  private static String write(Kept kept) {
    try {
      return JSON.writeValueAsString(kept);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a step's answer cannot be kept");
    }
  }
}
