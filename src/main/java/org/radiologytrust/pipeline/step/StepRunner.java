package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.WantedProbabilities;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Texts;

/**
 * Runs one call of a step, or takes its answer from the journal when an earlier attempt stored it.
 * The model's answer is stored unchanged with a hash of the question. It is used only for the same
 * question, and validated again.
 */
final class StepRunner {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AnswerSource asker;
  private final AnswerStore memory;
  private final RunningJobs running;
  private final Models models;

  StepRunner(AnswerSource asker, AnswerStore memory, RunningJobs running, Models models) {
    this.asker = asker;
    this.memory = memory;
    this.running = running;
    this.models = models;
  }

  /**
   * One call.
   *
   * @param part name of this call within the step; empty when the step makes only one
   * @param data values for the placeholders of the prompt
   * @param images PNG files that the model is shown
   * @param answerTokens most tokens of the answer
   */
  record Call(
      StepDefinition step,
      String part,
      Map<String, String> data,
      List<byte[]> images,
      int answerTokens) {
    private String key() {
      return part.isEmpty() ? step.name() : step.name() + "/" + part;
    }
  }

  /** The result of a call, the probabilities of its enumerated values, and the model use. */
  record Result<T>(T value, ChoiceProbabilities choices, ModelUse use) {}

  /**
   * The answer as the journal stores it.
   *
   * @param asked SHA-256 of the whole question
   */
  private record StoredAnswer(
      String answer, ChoiceProbabilities choices, String asked, ModelUse use) {}

  /** Whether prompt and answer certainly fit the context. */
  boolean fits(Job job, Call ask) {
    return asker.fits(request(job, ask));
  }

  /**
   * Runs a call.
   *
   * @throws ModelFailure when there is no valid answer
   * @throws InterruptedException also when the run has ended because another branch of it failed
   */
  <T> Result<T> run(Job job, Call ask, AnswerSource.Reader<T> reader)
      throws ModelFailure, InterruptedException {
    return running.call(job, () -> answer(job, ask, reader));
  }

  private <T> Result<T> answer(Job job, Call ask, AnswerSource.Reader<T> reader)
      throws ModelFailure, InterruptedException {
    ChatRequest request = request(job, ask);
    String asked = hash(request);
    String kept = job.steps().get(ask.key());
    if (kept != null) {
      try {
        StoredAnswer k = JSON.readValue(kept, StoredAnswer.class);
        if (asked.equals(k.asked)) {
          return new Result<>(reader.read(JSON.readTree(k.answer)), k.choices, k.use);
        }
      } catch (JsonProcessingException | InvalidAnswer e) {
        // another version with other rules stored it, so ask again
      }
    }
    AnswerSource.Answer<T> answer = asker.ask(request, reader);
    ModelUse use =
        new ModelUse(
            request.step(),
            request.model(),
            answer.digest(),
            Texts.sha256(ask.step.prompt()),
            options(request),
            answer.calls());
    StoredAnswer made = new StoredAnswer(answer.json(), answer.choices(), asked, use);
    if (!memory.storeStep(job, ask.key(), write(made))) {
      throw new InterruptedException("the run has ended, or continues in another process");
    }
    return new Result<>(answer.value(), answer.choices(), use);
  }

  private ChatRequest request(Job job, Call ask) {
    StepDefinition step = ask.step;
    return new ChatRequest(
        step.name(),
        models.of(step),
        PromptTemplate.fill(step.prompt(), ask.data),
        ask.images,
        step.schema(),
        ask.answerTokens,
        Texts.sha256(job.runId() + "|" + ask.key()).substring(0, 12),
        new ChatRequest.Traits(job.runId().toString(), step.model().equals("lora"), wanted(step)));
  }

  private static WantedProbabilities wanted(StepDefinition step) {
    if (step.allChoices()) {
      return WantedProbabilities.ALL;
    }
    return step.choices() ? WantedProbabilities.CHOSEN : WantedProbabilities.NONE;
  }

  private static String hash(ChatRequest request) {
    StringBuilder all = new StringBuilder(Texts.sha256(request.prompt()));
    request.images().forEach(image -> all.append(' ').append(Texts.sha256(image)));
    all.append(' ').append(Texts.sha256(request.schema().toString()));
    all.append(' ').append(request.traits().probabilities());
    return Texts.sha256(all.append(' ').append(request.model()).toString());
  }

  private static String options(ChatRequest request) {
    return JSON.createObjectNode()
        .put("temperature", 0)
        .put("num_predict", request.numPredict())
        .put("schemaSha256", Texts.sha256(request.schema().toString()))
        .toString();
  }

  private static String write(StoredAnswer kept) {
    try {
      return JSON.writeValueAsString(kept);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a step's answer as JSON");
    }
  }
}
