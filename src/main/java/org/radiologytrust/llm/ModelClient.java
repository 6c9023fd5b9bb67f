package org.radiologytrust.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * Asks a model until there is a valid answer, or none is to be had. The only place that decides
 * what is asked again: a passing failure with a growing pause, an invalid, empty or unfinished
 * answer once with another seed (its error named), a cut one once with twice the room; the rest
 * never.
 */
public final class ModelClient {
  /**
   * Fewest and most characters that a token stands for; generous on both sides, so that neither a
   * good prompt is refused nor a cut one passed.
   */
  private static final double MIN_CHARS_PER_TOKEN = 2.5;

  private static final double MAX_CHARS_PER_TOKEN = 12;

  /** Gemma 3 turns an image into 256 tokens, whatever its size. */
  private static final int TOKENS_PER_IMAGE = 256;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private final ProducerTemplate camel;
  private final ModelServers servers;
  private final ModelOptions options;
  private final ModelObserver observer;

  /**
   * @param camel sends to the route {@code model-call}
   */
  public ModelClient(
      ProducerTemplate camel, ModelServers servers, ModelOptions options, ModelObserver observer) {
    this.camel = camel;
    this.servers = servers;
    this.options = options;
    this.observer = observer;
  }

  /** Turns an answer that fits the schema into what the step wants, or says why it cannot. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(JsonNode answer) throws InvalidAnswer;
  }

  /**
   * @param value what the reader made of it
   * @param json the answer as it came
   * @param calls calls made, refused ones included
   */
  public record Answer<T>(T value, String json, int calls) {}

  /**
   * Asks, and asks again where that can help.
   *
   * @throws ModelFailure when there is no valid answer
   */
  public <T> Answer<T> ask(ChatRequest request, Reader<T> reader)
      throws ModelFailure, InterruptedException {
    fits(request);
    JsonSchema schema = SCHEMAS.getSchema(request.schema());
    int passing = 0;
    boolean repaired = false;
    boolean widened = false;
    int seed = options.seed();
    int room = request.numPredict();
    String correction = "";
    for (int calls = 1; ; calls++) {
      try {
        String json = call(request, seed, room, correction);
        return new Answer<>(valid(json, schema, reader), json, calls);
      } catch (InvalidAnswer e) {
        observer.refused(request.step(), request.model(), Reason.INVALID_ANSWER);
        if (repaired) {
          throw new ModelFailure(
              Reason.INVALID_ANSWER,
              "step " + request.step() + ", model " + request.model() + ": no valid answer");
        }
        repaired = true;
        correction = e.getMessage();
        seed++;
      } catch (ModelFailure e) {
        observer.refused(request.step(), request.model(), e.reason());
        if (e.reason() == Reason.ANSWER_CUT && !widened) {
          widened = true;
          room = Math.min(room * 2, options.context() / 2);
        } else if ((e.reason() == Reason.NOT_DONE || e.reason() == Reason.EMPTY) && !repaired) {
          repaired = true;
          seed++;
        } else if (e.reason().passing() && passing < options.retries()) {
          pause(passing++);
        } else {
          throw e;
        }
      }
    }
  }

  private String call(ChatRequest request, int seed, int room, String correction)
      throws ModelFailure, InterruptedException {
    try (ModelServers.Slot slot = servers.slot()) {
      long start = System.nanoTime();
      ChatReply reply =
          camel.requestBody(
              "direct:model-call",
              new ChatCall(request, slot.server(), seed, room, correction),
              ChatReply.class);
      observer.answered(
          request.step(),
          request.model(),
          System.nanoTime() - start,
          reply.promptTokens(),
          reply.answerTokens(),
          reply.loadNanos());
      wholePrompt(request, reply);
      return reply.content();
    } catch (CamelExecutionException e) {
      if (e.getCause() instanceof ModelFailure failure) {
        throw failure;
      }
      throw unreached(request, e.getCause());
    }
  }

  /** camel-http throws the client's own exceptions; their texts name hosts, which is no secret. */
  private ModelFailure unreached(ChatRequest request, Throwable cause) {
    String who = "step " + request.step() + ", model " + request.model();
    if (cause instanceof java.net.SocketTimeoutException
        && !(cause instanceof org.apache.hc.client5.http.ConnectTimeoutException)) {
      return new ModelFailure(Reason.STALLED, who + " stalled before the first token");
    }
    if (cause instanceof java.net.ConnectException
        || cause instanceof java.net.UnknownHostException
        || cause instanceof java.net.NoRouteToHostException
        || cause instanceof org.apache.hc.client5.http.ConnectTimeoutException) {
      return new ModelFailure(Reason.UNREACHABLE, who + ": no server answers at " + servers.urls());
    }
    return new ModelFailure(Reason.BROKEN_STREAM, who + ": the connection broke");
  }

  private void fits(ChatRequest request) throws ModelFailure {
    int most =
        (int) Math.ceil(request.prompt().length() / MIN_CHARS_PER_TOKEN)
            + request.images().size() * TOKENS_PER_IMAGE
            + request.numPredict();
    if (most > options.context()) {
      throw new ModelFailure(
          Reason.PROMPT_TOO_LONG,
          "step "
              + request.step()
              + ": the report needs about "
              + most
              + " tokens; rtl.model.context is "
              + options.context());
    }
  }

  private static void wholePrompt(ChatRequest request, ChatReply reply) throws ModelFailure {
    int fewest = (int) (request.prompt().length() / MAX_CHARS_PER_TOKEN);
    if (reply.promptTokens() > 0 && reply.promptTokens() < fewest) {
      throw new ModelFailure(
          Reason.PROMPT_CUT,
          "step "
              + request.step()
              + ", model "
              + request.model()
              + " read only a part of the prompt");
    }
  }

  private static <T> T valid(String json, JsonSchema schema, Reader<T> reader)
      throws InvalidAnswer {
    JsonNode answer;
    try {
      answer = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new InvalidAnswer("It was not JSON.");
    }
    Set<ValidationMessage> wrong = schema.validate(answer);
    if (!wrong.isEmpty()) {
      List<String> rules =
          wrong.stream().map(m -> m.getInstanceLocation() + " breaks " + m.getType()).toList();
      throw new InvalidAnswer("It does not fit the schema: " + rules.get(0) + ".");
    }
    return reader.read(answer);
  }

  /** The pause doubles; half of it is chance, so that many callers do not come back at once. */
  private void pause(int tries) throws InterruptedException {
    long most = options.pause().multipliedBy(1L << Math.min(tries, 10)).toMillis();
    Thread.sleep(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }
}
