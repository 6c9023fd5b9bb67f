package org.radiologytrust.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.llm.ChatRequest;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelFailure;
import org.radiologytrust.model.ModelUse;
import org.radiologytrust.model.Texts;

/**
 * Runs one step's call, or takes its answer from the journal when an earlier process had it. The
 * answer is kept as the model gave it and read again, by the same rules.
 */
final class StepRunner {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ModelClient client;
  private final JobQueue jobs;
  private final Models models;

  StepRunner(ModelClient client, JobQueue jobs, Models models) {
    this.client = client;
    this.jobs = jobs;
    this.models = models;
  }

  /** What a step gave, and what it used. */
  record Done<T>(T value, ModelUse use) {}

  /** What the journal keeps of a step. */
  private record Kept(String answer, ModelUse use) {}

  /**
   * @param part empty, or what tells several calls of one step apart
   * @param parts what goes into the prompt
   */
  <T> Done<T> run(
      Job job,
      StepDefinition step,
      String part,
      Map<String, String> parts,
      List<byte[]> images,
      ModelClient.Reader<T> reader)
      throws ModelFailure, InterruptedException {
    String key = part.isEmpty() ? step.name() : step.name() + "/" + part;
    String kept = job.steps().get(key);
    if (kept != null) {
      try {
        Kept k = JSON.readValue(kept, Kept.class);
        return new Done<>(reader.read(JSON.readTree(k.answer)), k.use);
      } catch (JsonProcessingException | InvalidAnswer e) {
        // kept by a version with other rules: ask again
      }
    }
    String model = models.of(step);
    ModelClient.Answer<T> answer =
        client.ask(
            new ChatRequest(
                step.name(),
                model,
                Prompt.fill(step.prompt(), parts),
                images,
                step.schema(),
                step.answerTokens(),
                Texts.sha256(job.runId() + "|" + key).substring(0, 12)),
            reader);
    ModelUse use =
        new ModelUse(
            step.name(),
            model,
            models.digest().apply(model),
            Texts.sha256(step.prompt()),
            options(step.schema(), step.answerTokens()),
            answer.calls());
    jobs.keepStep(job.runId(), key, write(new Kept(answer.json(), use)));
    return new Done<>(answer.value(), use);
  }

  private static String options(JsonNode schema, int answerTokens) {
    return JSON.createObjectNode()
        .put("temperature", 0)
        .put("num_predict", answerTokens)
        .put("schemaSha256", Texts.sha256(schema.toString()))
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
