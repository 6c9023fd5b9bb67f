package org.radiologytrust.llm;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.ask.WantedProbabilities;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.wire.ChatCall;
import org.radiologytrust.llm.wire.ChatReply;
import org.radiologytrust.llm.wire.ModelOptions;
import org.radiologytrust.llm.wire.RouteFailure;

/**
 * Asks model servers until there is a valid answer or no further attempt can help. Only this class
 * and {@link RequestAttempts} decide what is retried: a temporary failure after a growing pause; an
 * invalid, empty or unfinished answer once with another seed (an invalid one with its error named);
 * a cut answer once with more tokens; a request that one server cannot answer at the other servers.
 * Everything else is not retried. Thread-safe.
 */
public final class ModelClient implements AnswerSource {
  private final ProducerTemplate camel;
  private final ModelServers servers;
  private final ModelOptions options;
  private final PromptSize size;
  private final ModelObserver observer;
  private final ImageGuard.Digests digests;
  private final ImageGuard images;
  private final ImageReuse reuse;

  /**
   * @param camel sends calls to the route {@code model-call}
   * @param observer is informed of each call
   */
  public ModelClient(
      ProducerTemplate camel,
      ModelServers servers,
      ModelOptions options,
      ModelObserver observer,
      ImageGuard.Digests digests) {
    this.camel = camel;
    this.servers = servers;
    this.options = options;
    this.size = new PromptSize(options.context());
    this.observer = observer;
    this.digests = digests;
    this.images = ImageGuard.NONE;
    this.reuse = ImageReuse.NONE;
  }

  private ModelClient(ModelClient other, ImageGuard images, ImageReuse reuse) {
    this.camel = other.camel;
    this.servers = other.servers;
    this.options = other.options;
    this.size = other.size;
    this.observer = other.observer;
    this.digests = other.digests;
    this.images = images;
    this.reuse = reuse;
  }

  /** A client that sends images only to servers that the guard allows. */
  public ModelClient guarded(ImageGuard guard) {
    return new ModelClient(this, guard, reuse);
  }

  /** A client that lets servers read the images of a run once, where they may. */
  ModelClient reusing(ImageReuse allowed) {
    return new ModelClient(this, images, allowed);
  }

  /**
   * A complete answer, not validated.
   *
   * @param text the answer as the server sent it
   * @param seconds from the request to the last token
   * @param promptTokens tokens of the prompt, as counted by the server; 0 when it does not report
   *     them
   */
  public record Raw(
      String text,
      ChoiceProbabilities choices,
      String digest,
      double seconds,
      int promptTokens,
      int answerTokens) {
    /** Withholds the model's text, which is about a patient. */
    @Override
    public String toString() {
      return "Raw[" + answerTokens + " tokens]";
    }
  }

  /** Asks, and retries where that can help. */
  @Override
  public <T> Answer<T> ask(ChatRequest request, Reader<T> reader)
      throws ModelFailure, InterruptedException {
    RequestAttempts asking = attempts(request);
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
   * Asks once without a retry, for evaluations, which measure single answers. The caller retries
   * temporary failures.
   *
   * @throws ModelFailure when there is no complete answer
   */
  public Raw once(ChatRequest request) throws ModelFailure, InterruptedException {
    long start = System.nanoTime();
    Answered answered = call(request, attempts(request));
    return new Raw(
        answered.reply.content(),
        choices(request, answered.reply),
        answered.digest,
        (System.nanoTime() - start) / 1e9,
        answered.reply.counts().prompt(),
        answered.reply.counts().answer());
  }

  private RequestAttempts attempts(ChatRequest request) throws ModelFailure {
    return new RequestAttempts(request, options, size, () -> servers.urls().size());
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
    try (ModelServers.Slot slot = servers.slot(asking.preference())) {
      String server = slot.server();
      boolean sees = !request.images().isEmpty();
      try {
        if (sees) {
          images.before(server, request.model());
        }
        slot.sending();
        ChatRequest sent = reuse.request(server, request);
        ChatReply reply = send(chat(sent, server, asking));
        String digest = digests.digest(server, request.model());
        if (sent != request && !reuse.stillHolds(server, request.model(), digest)) {
          // another model came under the name since the test
          reply = send(chat(request, server, asking));
        }
        slot.answered(request.step());
        size.whole(request, asking.correction, reply);
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

  private static ChatCall chat(ChatRequest request, String server, RequestAttempts asking) {
    return new ChatCall(request, server, asking.seed, asking.room, asking.correction);
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
            System.nanoTime() - start, reply.firstTokenNanos(), reply.loadNanos(), reply.counts()));
    return reply;
  }

  private static <T> T valid(String json, JsonNode schema, Reader<T> reader) throws InvalidAnswer {
    JsonNode answer = AnswerValidator.json(json);
    AnswerValidator.fits(answer, schema);
    return reader.read(answer);
  }
}
