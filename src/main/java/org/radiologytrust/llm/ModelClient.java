package org.radiologytrust.llm;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * Asks a model until there is a valid answer, or none is to be had. The only place that decides
 * what is asked again: a passing failure with a growing pause, an invalid, empty or unfinished
 * answer once with another seed (its error named), a cut one once with more room, what a server
 * lacks or must not be sent at the other servers; the rest never.
 */
public final class ModelClient implements AnswerSource {
  private final ProducerTemplate camel;
  private final ModelServers servers;
  private final ModelOptions options;
  private final PromptSize size;
  private final ModelObserver observer;
  private final Digests digests;
  private final ImageGuard images;

  /** Tells which model a server has under a name. */
  @FunctionalInterface
  public interface Digests {
    /** The digest of the model that answers there under that name; empty when unknown. */
    String digest(String server, String model);
  }

  /**
   * @param camel sends to the route {@code model-call}
   */
  public ModelClient(
      ProducerTemplate camel,
      ModelServers servers,
      ModelOptions options,
      ModelObserver observer,
      Digests digests) {
    this.camel = camel;
    this.servers = servers;
    this.options = options;
    this.size = new PromptSize(options.context());
    this.observer = observer;
    this.digests = digests;
    this.images = ImageGuard.NONE;
  }

  private ModelClient(ModelClient other, ImageGuard images) {
    this.camel = other.camel;
    this.servers = other.servers;
    this.options = other.options;
    this.size = other.size;
    this.observer = other.observer;
    this.digests = other.digests;
    this.images = images;
  }

  /** The same, sending images only where the guard lets them pass. */
  public ModelClient guarded(ImageGuard guard) {
    return new ModelClient(this, guard);
  }

  /** Turns an answer that fits the schema into what the step wants, or says why it cannot. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(JsonNode answer) throws InvalidAnswer;
  }

  /**
   * @param value what the reader made of it
   * @param json the answer as it came
   * @param choices probabilities of its enumerated values, where asked for and given
   * @param digest of the model that answered; empty where the server tells none
   * @param calls calls made, refused ones included
   */
  public record Answer<T>(
      T value, String json, ChoiceProbabilities choices, String digest, int calls) {
    /** Withholds what the model said of the patient. */
    @Override
    public String toString() {
      return "Answer[" + calls + " calls]";
    }
  }

  /**
   * A whole answer as it came.
   *
   * @param text nothing read, refused or mended
   * @param seconds from the request to the last token
   * @param promptTokens as the server counts them; 0 when it does not say
   */
  public record Raw(
      String text,
      ChoiceProbabilities choices,
      String digest,
      double seconds,
      int promptTokens,
      int answerTokens) {
    /** Withholds what the model said of the patient. */
    @Override
    public String toString() {
      return "Raw[" + answerTokens + " tokens]";
    }
  }

  /** Asks, and asks again where that can help. */
  @Override
  public <T> Answer<T> ask(ChatRequest request, Reader<T> reader)
      throws ModelFailure, InterruptedException {
    RequestAttempts asking = new RequestAttempts(request, options, size, servers.urls().size());
    for (int calls = 1; ; calls++) {
      if (calls > 1) {
        observer.retried(request.step(), request.model());
      }
      try {
        Answered answered = call(request, asking);
        String json = answered.reply.content();
        T value = valid(json, request.schema(), reader);
        observer.answered(request.step(), request.model());
        return new Answer<>(value, json, choices(request, answered.reply), answered.digest, calls);
      } catch (InvalidAnswer e) {
        observer.refused(request.step(), request.model(), Reason.INVALID_ANSWER);
        asking.again(e);
      } catch (ModelFailure e) {
        observer.refused(request.step(), request.model(), e.reason());
        asking.again(e);
      }
    }
  }

  /**
   * Asks once: for evaluations, which count what a model gives by itself. A call that fails in
   * passing is made again by whoever asks.
   *
   * @throws ModelFailure when no whole answer came
   */
  public Raw once(ChatRequest request) throws ModelFailure, InterruptedException {
    long start = System.nanoTime();
    Answered answered =
        call(request, new RequestAttempts(request, options, size, servers.urls().size()));
    return new Raw(
        answered.reply.content(),
        choices(request, answered.reply),
        answered.digest,
        (System.nanoTime() - start) / 1e9,
        answered.reply.promptTokens(),
        answered.reply.answerTokens());
  }

  private static ChoiceProbabilities choices(ChatRequest request, ChatReply reply) {
    return request.traits().probabilities() == WantedProbabilities.NONE
        ? ChoiceProbabilities.NONE
        : TokenProbabilities.of(reply.content(), reply.tokens(), request.schema());
  }

  @Override
  public boolean fits(ChatRequest request) {
    return size.most(request, "") + request.numPredict() <= options.context();
  }

  private record Answered(ChatReply reply, String digest) {}

  private Answered call(ChatRequest request, RequestAttempts asking)
      throws ModelFailure, InterruptedException {
    try (ModelServers.Slot slot = servers.slot(asking.wish())) {
      String server = slot.server();
      boolean sees = !request.images().isEmpty();
      try {
        if (sees) {
          images.before(server, request.model());
        }
        ChatReply reply =
            send(new ChatCall(request, server, asking.seed, asking.room, asking.correction));
        slot.worked();
        size.whole(request, asking.correction, reply);
        String digest = digests.digest(server, request.model());
        if (sees) {
          images.answered(server, request.model(), digest);
        }
        return new Answered(reply, digest);
      } catch (ModelFailure e) {
        if (e.reason().opensBreaker()) {
          slot.failed();
        } else {
          slot.worked();
        }
        if (e.reason().ofServer()) {
          asking.failedAt(server, e);
        }
        throw e;
      }
    }
  }

  private ChatReply send(ChatCall call) throws ModelFailure, InterruptedException {
    long start = System.nanoTime();
    ChatReply reply;
    try {
      reply = camel.requestBody("direct:model-call", call, ChatReply.class);
    } catch (CamelExecutionException e) {
      throw RouteFailure.of(call, e.getCause());
    }
    observer.received(
        call.request().step(),
        call.request().model(),
        call.server(),
        new ModelObserver.Figures(
            System.nanoTime() - start,
            reply.firstTokenNanos(),
            reply.loadNanos(),
            reply.promptTokens(),
            reply.answerTokens()));
    return reply;
  }

  private static <T> T valid(String json, JsonNode schema, Reader<T> reader) throws InvalidAnswer {
    JsonNode answer = AnswerValidator.json(json);
    AnswerValidator.fits(answer, schema);
    return reader.read(answer);
  }
}
