package org.radiologytrust.operate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.auth.User;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.radiologytrust.auth.ActionLog;
import org.radiologytrust.ingest.ExplanationView;
import org.radiologytrust.journal.DeliverySearch;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.MessageSearch;
import org.radiologytrust.journal.MessageSearch.Found;
import org.radiologytrust.journal.Messages.StoredMessage;
import org.radiologytrust.journal.SearchBusyException;
import org.radiologytrust.journal.SentAnswer;
import org.radiologytrust.journal.Stories;
import org.radiologytrust.model.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's API below {@code /api}. The guard has let in operators alone. Answers are JSON,
 * but for the bytes of a message. An unknown parameter is an error.
 */
public final class OperatorApi {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorApi.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROOT = "/api/";
  private static final int MOST = 1000;
  private static final int PAGE = 50;
  private static final List<String> OF_PATIENTS = List.of("accession", "mrn");
  private static final List<String> STATES =
      Stream.concat(
              Arrays.stream(Outcome.values()).map(Outcome::code),
              Stream.of(
                  "awaiting_images",
                  "ready",
                  "auditing",
                  "audited",
                  "checked_only",
                  "not_auditable",
                  "superseded"))
          .toList();
  private static final List<String> DELIVERY_STATES = List.of("pending", "sent", "dead");

  private final Journal journal;
  private final Map<String, Channel> channels;
  private final Map<String, String> contentTypes;
  private final Quarantine quarantine;
  private final Resends resends;
  private final Supplier<Map<String, Object>> status;
  private final SiteTimes times;
  private final StoryJson json;
  private final Trail trail;

  /**
   * @param contentTypes the channel that reads a content type
   */
  OperatorApi(
      Journal journal,
      Map<String, Channel> channels,
      Map<String, String> contentTypes,
      Supplier<Map<String, Object>> status,
      SiteTimes times,
      Trail trail) {
    this.journal = journal;
    this.channels = channels;
    this.contentTypes = contentTypes;
    this.quarantine = new Quarantine(journal.messages(), channels);
    this.resends = new Resends(journal.deadLetters());
    this.status = status;
    this.times = times;
    this.json = new StoryJson(times, channels);
    this.trail = trail;
  }

  private record Reply(int status, String type, byte[] body) {
    static Reply of(int status, Object value) {
      try {
        return new Reply(status, "application/json; charset=utf-8", JSON.writeValueAsBytes(value));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("an answer that is not JSON");
      }
    }

    static Reply error(int status, String message) {
      return of(status, Map.of("error", message));
    }
  }

  /** The route's bean method. Replaces the request in the exchange's message by the answer. */
  public void handle(Exchange exchange) {
    Message message = exchange.getMessage();
    Request request = Request.of(message);
    Reply reply = answer(request);
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, reply.status);
    message.setHeader(Exchange.CONTENT_TYPE, reply.type);
    message.setHeader("Cache-Control", "no-store");
    message.setHeader("X-Content-Type-Options", "nosniff");
    if (reply.status == 503) {
      message.setHeader("Retry-After", "5");
    }
    message.setBody(reply.body);
  }

  /**
   * A request.
   *
   * @param path the parts behind {@code /api/}, decoded
   */
  private record Request(
      String method, List<String> path, String query, User user, String type, Message message) {
    static Request of(Message message) {
      String path = text(message, Exchange.HTTP_PATH);
      String inside =
          path.startsWith(ROOT) ? path.substring(ROOT.length()) : path.replaceFirst("^/", "");
      return new Request(
          text(message, Exchange.HTTP_METHOD),
          Arrays.stream(inside.split("/")).map(Request::decoded).toList(),
          text(message, Exchange.HTTP_RAW_QUERY),
          message.getHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER, User.class),
          text(message, Exchange.CONTENT_TYPE).split(";", 2)[0].strip(),
          message);
    }

    private static String text(Message message, String name) {
      return Texts.orEmpty(message.getHeader(name, String.class));
    }

    private static String decoded(String part) {
      try {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return part;
      }
    }

    String userName() {
      return user.principal().getString("username");
    }

    boolean get(String... pattern) {
      return method.equals("GET") && matches(pattern);
    }

    boolean post(String... pattern) {
      return method.equals("POST") && matches(pattern);
    }

    /** Whether the path has these parts; {@code *} stands for any. */
    private boolean matches(String... pattern) {
      if (pattern.length != path.size()) {
        return false;
      }
      for (int i = 0; i < pattern.length; i++) {
        if (!pattern[i].equals("*") && !pattern[i].equals(path.get(i))) {
          return false;
        }
      }
      return true;
    }

    Parameters parameters(String... known) {
      return new Parameters(query, known);
    }
  }

  private Reply answer(Request request) {
    try (ActionLog by = ActionLog.by(request.user)) {
      return request.method.equals("POST") ? changed(request) : read(request);
    } catch (OperationRefused e) {
      return Reply.error(status(e.kind()), e.getMessage());
    } catch (SearchBusyException e) {
      return Reply.error(
          503,
          e.why() == SearchBusyException.Cause.TOO_SLOW
              ? "the search took too long: give more conditions, such as since and until"
              : "too many searches at the same time; try again");
    } catch (JournalException e) {
      // only this message: that of its cause may quote a value
      LOG.error("A request of an operator failed: {}", e.getMessage());
      return Reply.error(503, e.getMessage());
    } catch (RuntimeException e) {
      // its message may quote a message
      LOG.error("A request of an operator failed: {}", e.getClass().getName());
      return Reply.error(500, "an error of this server: see the log");
    }
  }

  private static int status(OperationRefused.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case UNKNOWN -> 404;
      case CONFLICT -> 409;
      case UNSUPPORTED -> 415;
    };
  }

  private Reply read(Request request) {
    if (request.get("status")) {
      request.parameters();
      return Reply.of(200, status.get());
    }
    if (request.get("messages")) {
      return messages(request);
    }
    if (request.get("story")) {
      return story(request, request.parameters("id").required("id"));
    }
    if (request.get("messages", "*")) {
      request.parameters();
      String id = request.path.get(1);
      if (journal.messages().message(id).isEmpty()) {
        throw unknownMessage();
      }
      return story(request, id);
    }
    if (request.get("messages", "*", "bytes")) {
      request.parameters();
      return bytes(request);
    }
    if (request.get("messages", "*", "explain")) {
      request.parameters();
      StoredMessage message = withBytes(request.path.get(1));
      trail.story(request.userName(), List.of(message.id()));
      return explained(Channel.of(channels, message), message.raw());
    }
    if (request.get("deliveries")) {
      return deliveries(request);
    }
    throw OperationRefused.unknown("there is nothing at this address: see docs/operate.md");
  }

  private static OperationRefused unknownMessage() {
    return OperationRefused.unknown("there is no message with this id");
  }

  /** Logs every attempt, also one that fails. */
  private Reply changed(Request request) {
    String operation =
        request.path.size() < 2 ? request.path.get(0) : request.path.get(0) + "/" + last(request);
    ActionLog.Outcome outcome = ActionLog.Outcome.FAILED;
    try {
      Reply reply = change(request);
      outcome = ActionLog.Outcome.DONE;
      return reply;
    } finally {
      ActionLog.log("api", "", operation, outcome);
    }
  }

  private static String last(Request request) {
    return request.path.get(request.path.size() - 1);
  }

  private Reply change(Request request) {
    if (request.post("quarantine", "*", "release")) {
      boolean dry = request.parameters("dry-run").flag("dry-run");
      String id = request.path.get(1);
      return decided(dry ? quarantine.wouldRelease(id) : quarantine.release(id));
    }
    if (request.post("quarantine", "*", "discard")) {
      request.parameters();
      return decided(quarantine.discard(request.path.get(1)));
    }
    if (request.post("deliveries", "*", "*", "resend")) {
      request.parameters();
      resends.resend(request.path.get(1), request.path.get(2));
      return Reply.of(200, Map.of("queued", 1));
    }
    if (request.post("deliveries", "resend")) {
      int queued = resends.resendAll(request.parameters("sink").required("sink"));
      return Reply.of(200, Map.of("queued", queued));
    }
    if (request.post("messages")) {
      request.parameters();
      return send(request);
    }
    if (request.post("explain")) {
      request.parameters();
      return explained(channelOfBody(request), body(request));
    }
    throw OperationRefused.unknown("there is nothing at this address: see docs/operate.md");
  }

  private static Reply decided(Quarantine.Decided decided) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", decided.id());
    json.put("outcome", decided.outcome());
    json.put("reason", decided.reason());
    return Reply.of(200, json);
  }

  private Channel channelOfBody(Request request) {
    Channel channel = channels.get(contentTypes.getOrDefault(request.type, ""));
    if (channel == null) {
      throw new OperationRefused(
          OperationRefused.Kind.UNSUPPORTED,
          "Content-Type: send " + String.join(" or ", contentTypes.keySet()));
    }
    return channel;
  }

  private static byte[] body(Request request) {
    byte[] body = request.message.getBody(byte[].class);
    if (body == null || body.length == 0) {
      throw OperationRefused.invalid("the body is empty: send one message");
    }
    return body;
  }

  /** How a message is understood now. Shows no values of the message. */
  private static Reply explained(Channel channel, byte[] message) {
    return Reply.of(
        200,
        channel.explainer().apply(message).stream()
            .map(explanation -> new ExplanationView(explanation, false).json(JSON))
            .toList());
  }

  /** Stores a message as if it came from a feed. */
  private Reply send(Request request) {
    Channel channel = channelOfBody(request);
    byte[] body = body(request);
    Inbox.Receipt receipt =
        journal
            .inbox()
            .receive(channel.reader().apply(body).from("operator " + request.userName()));
    SentAnswer answer = channel.answers().apply(receipt.reply());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("outcome", receipt.outcome().code());
    json.put("reason", receipt.reason());
    json.put("answer", Map.of("code", answer.code(), "texts", answer.texts()));
    return Reply.of(200, json);
  }

  private Reply messages(Request request) {
    Parameters given =
        request.parameters(
            "control-id", "accession", "mrn", "site", "state", "since", "until", "limit", "after");
    int limit = given.number("limit", PAGE, MOST);
    // one more, to know whether there is a next page
    MessageSearch.Query.Builder query = MessageSearch.Query.atMost(limit + 1);
    given.text("control-id").ifPresent(query::controlId);
    given.text("accession").ifPresent(query::accession);
    given.text("mrn").ifPresent(query::mrn);
    given.text("site").ifPresent(query::site);
    given.text("state").map(state -> oneOf("state", state, STATES)).ifPresent(query::state);
    given.text("since").map(since -> times.read("since", since)).ifPresent(query::since);
    given.text("until").map(until -> times.read("until", until)).ifPresent(query::until);
    given.text("after").ifPresent(query::after);
    List<Found> found = journal.lookup().messages().find(query.build());
    List<Found> page = found.subList(0, Math.min(limit, found.size()));
    List<String> ofPatients = OF_PATIENTS.stream().filter(given::has).toList();
    if (!ofPatients.isEmpty() && !page.isEmpty()) {
      trail.search(request.userName(), ofPatients, page.stream().map(Found::id).toList());
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("messages", page.stream().map(json::message).toList());
    if (found.size() > limit) {
      answer.put("next", page.get(limit - 1).id());
    }
    return Reply.of(200, answer);
  }

  private static String oneOf(String parameter, String value, List<String> values) {
    if (!values.contains(value)) {
      throw OperationRefused.invalid(parameter + ": give one of " + String.join(", ", values));
    }
    return value;
  }

  private Reply story(Request request, String id) {
    Stories.Story story = journal.lookup().stories().find(id);
    if (story.isEmpty()) {
      throw OperationRefused.unknown(
          "no message, report, run or decision has this id, and no report this accession number");
    }
    trail.story(
        request.userName(),
        Stream.concat(
                story.messages().stream().map(message -> message.message().id()),
                story.reports().stream().flatMap(r -> r.id().stream()).map(Object::toString))
            .toList());
    return Reply.of(200, json.story(story));
  }

  private Reply bytes(Request request) {
    StoredMessage message = withBytes(request.path.get(1));
    trail.bytes(request.userName(), message.id());
    return new Reply(200, "application/octet-stream", message.raw());
  }

  private StoredMessage withBytes(String id) {
    StoredMessage message = journal.messages().message(id).orElseThrow(OperatorApi::unknownMessage);
    if (message.pruned()) {
      throw OperationRefused.conflict("its bytes were removed (rtl.retention)");
    }
    return message;
  }

  private Reply deliveries(Request request) {
    Parameters given = request.parameters("sink", "state", "limit", "after");
    int limit = given.number("limit", PAGE, MOST);
    Optional<String[]> after = given.text("after").map(OperatorApi::place);
    List<DeliverySearch.Listed> found =
        journal
            .lookup()
            .deliveries()
            .find(
                new DeliverySearch.Query(
                    given.text("sink").orElse(null),
                    given
                        .text("state")
                        .map(state -> oneOf("state", state, DELIVERY_STATES))
                        .orElse(null),
                    after.map(place -> Long.valueOf(place[0])).orElse(null),
                    after.map(place -> place[1]).orElse(""),
                    limit + 1));
    List<DeliverySearch.Listed> page = found.subList(0, Math.min(limit, found.size()));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("deliveries", page.stream().map(d -> json.delivery(d.delivery())).toList());
    if (found.size() > limit) {
      DeliverySearch.Listed last = page.get(limit - 1);
      answer.put("next", last.ordinal() + "-" + last.delivery().sink());
    }
    return Reply.of(200, answer);
  }

  private static String[] place(String after) {
    if (!after.matches("\\d{1,18}-.+")) {
      throw OperationRefused.invalid("after: give the value of next");
    }
    return after.split("-", 2);
  }
}
