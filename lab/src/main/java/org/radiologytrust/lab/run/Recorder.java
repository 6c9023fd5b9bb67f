package org.radiologytrust.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.radiologytrust.lab.results.Call;
import org.radiologytrust.lab.results.Call.Outcome;
import org.radiologytrust.llm.AnswerValidator;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;

/**
 * Asks a model each question once and records the answer. As in the product, an invalid answer
 * fails its step. A server that cannot be reached ends the evaluation, because that says nothing
 * about the model.
 */
final class Recorder implements AnswerSource {
  /** Failures that the model caused, not its server. */
  private static final Set<Reason> OF_MODEL =
      Set.of(Reason.ANSWER_CUT, Reason.NOT_DONE, Reason.EMPTY, Reason.INVALID_ANSWER);

  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final ModelClient client;
  private final Asking asking;
  private final List<Call> calls = new ArrayList<>();
  private String step = "";

  Recorder(ModelClient client, Asking asking) {
    this.client = client;
    this.asking = asking;
  }

  /** Sets the name under which the next calls are recorded. */
  void enter(String name) {
    step = name;
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public boolean fits(ChatRequest request) {
    return client.fits(request);
  }

  @Override
  public <T> AnswerSource.Answer<T> ask(ChatRequest request, AnswerSource.Reader<T> reader)
      throws ModelFailure, InterruptedException {
    ChatRequest asked =
        request.as(
            asking.fewShot().before(request),
            asking.grammar(),
            asking.grammar() ? "" : asking.fewShot().stop(request),
            Math.min(request.numPredict(), asking.mostTokens()));
    long start = System.nanoTime();
    ModelClient.Raw raw;
    try {
      raw = once(asked);
    } catch (ModelFailure e) {
      if (OF_MODEL.contains(e.reason())) {
        double seconds = (System.nanoTime() - start) / 1e9;
        Outcome outcome =
            e.reason() == Reason.INVALID_ANSWER ? Outcome.NOT_JSON : Outcome.NO_ANSWER;
        calls.add(new Call(step, "", outcome, e.getMessage(), seconds, 0, 0, ""));
      }
      throw e;
    }
    Outcome reached = Outcome.NOT_JSON;
    try {
      JsonNode answer = AnswerValidator.json(raw.text());
      reached = Outcome.NOT_SCHEMA;
      AnswerValidator.fits(answer, asked.schema());
      reached = Outcome.REFUSED;
      T value = reader.read(answer);
      calls.add(call(raw, Outcome.ACCEPTED, ""));
      return new AnswerSource.Answer<>(value, raw.text(), raw.choices(), raw.digest(), 1);
    } catch (InvalidAnswer e) {
      calls.add(call(raw, reached, e.getMessage()));
      throw new ModelFailure(Reason.INVALID_ANSWER, e.getMessage());
    }
  }

  /** Whether the model's answer made the step fail. */
  static boolean ofModel(ModelFailure e) {
    return OF_MODEL.contains(e.reason());
  }

  private ModelClient.Raw once(ChatRequest asked) throws ModelFailure, InterruptedException {
    for (int left = TRIES; ; left--) {
      try {
        return client.once(asked);
      } catch (ModelFailure e) {
        if (!e.reason().passing() || left == 1) {
          throw e;
        }
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  private Call call(ModelClient.Raw raw, Outcome outcome, String why) {
    return new Call(
        step,
        raw.text(),
        outcome,
        why,
        raw.seconds(),
        raw.promptTokens(),
        raw.answerTokens(),
        raw.digest());
  }
}
