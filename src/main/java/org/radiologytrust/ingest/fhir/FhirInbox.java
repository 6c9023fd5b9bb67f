package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.report.Submission;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Receipt;
import org.radiologytrust.journal.inbox.SentAnswer;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.model.Texts;
import org.radiologytrust.runtime.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives reports by FHIR: POST of a DiagnosticReport, or of a Bundle that contains one, or PUT of
 * a DiagnosticReport.
 *
 * <p>A message is acknowledged only after the journal has committed it. An unusable message is
 * stored unchanged in quarantine and answered with an OperationOutcome that names the element: 400
 * if it is not an R4 resource, 422 if it lacks something that an audit needs. A message is not
 * stored if it is answered with 415 or 413, or if it is sent to the wrong path: the same bytes are
 * accepted at the right one. 503 means that the journal could not store the message.
 */
public final class FhirInbox {
  /** The journal channel of FHIR messages. */
  public static final String CHANNEL = "fhir";

  public static final int DEFAULT_MAX_BYTES = 10 * 1024 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(FhirInbox.class);

  private final FhirContext fhir;
  private final Inbox inbox;
  private final String site;
  private final int maxBytes;
  private final FhirMessages messages;
  private final Replies replies;

  /**
   * Creates the inbox.
   *
   * @param fhir an R4 context
   * @param site the site of messages that name none
   * @param messages parses the messages
   * @param maxBytes maximum size of a body; the HTTP server should have the same limit
   */
  public FhirInbox(
      FhirContext fhir,
      Inbox inbox,
      String site,
      FhirMessages messages,
      Clock clock,
      int maxBytes) {
    this.fhir = fhir;
    this.inbox = inbox;
    this.site = site;
    this.maxBytes = maxBytes;
    this.messages = messages;
    this.replies = new Replies(fhir, clock);
  }

  /** Receives a request from platform-http and replaces it with the answer. Never throws. */
  public void receive(Exchange exchange) {
    Message request = exchange.getMessage();
    String accept = header(request, "Accept");
    InboxReply answer;
    try {
      answer = answer(exchange);
    } catch (JournalException e) {
      // the message of the cause may quote a value
      LOG.error("A FHIR message could not be stored: {}", e.getMessage());
      answer =
          replies.error(
              503, IssueType.TRANSIENT, "The message could not be stored; send it again later");
    } catch (RuntimeException e) {
      // the exception's message may quote the report
      LOG.error("A FHIR message could not be stored: {}", e.getClass().getName());
      answer =
          replies.error(
              500, IssueType.EXCEPTION, "Internal server error; send the message again later");
    }
    answer.write(exchange, fhir, accept.contains("xml") && !accept.contains("json"));
  }

  private InboxReply answer(Exchange exchange) {
    Message request = exchange.getMessage();
    String encoding = header(request, "Content-Encoding");
    if (!encoding.isEmpty() && !encoding.equals("identity")) {
      return replies.error(
          415, IssueType.NOTSUPPORTED, "Content-Encoding: send the body uncompressed");
    }
    MediaType type = MediaType.of(request.getHeader(Exchange.CONTENT_TYPE, String.class));
    if (!type.isFhirJson() && !type.isFhirXml()) {
      return replies.error(
          415,
          IssueType.NOTSUPPORTED,
          "Content-Type: send application/fhir+json or application/fhir+xml");
    }
    if (type.charset().isEmpty()) {
      return replies.error(415, IssueType.NOTSUPPORTED, "Content-Type: unknown charset");
    }
    if (!type.isR4()) {
      return replies.error(415, IssueType.NOTSUPPORTED, FhirRefusedException.OTHER_VERSION);
    }
    byte[] body = body(request);
    if (body.length > maxBytes) {
      return replies.error(
          413,
          IssueType.TOOLONG,
          "The body is larger than " + maxBytes + " bytes; send a smaller one");
    }
    String path = Texts.orEmpty(request.getHeader(Exchange.HTTP_PATH, String.class));
    FhirMessages.Read read = messages.read(body, type, address(request));
    Submission submission = read.submission();
    if (submission != null) {
      Optional<FhirRefusedException> refusal =
          RequestTarget.of(path).refusal(submission.resource());
      if (refusal.isPresent()) {
        return replies.refused(refusal.get(), refusal.get().reason());
      }
    }
    return answer(exchange, inbox.receive(incoming(body, read)));
  }

  /** Whence a request came; empty if a route of the site keeps the header from us. */
  private static String address(Message request) {
    return request.getHeader(VertxPlatformHttpConstants.REMOTE_ADDRESS)
            instanceof SocketAddress address
        ? Texts.orEmpty(address.hostAddress())
        : "";
  }

  private static byte[] body(Message message) {
    byte @Nullable [] body = message.getBody(byte[].class);
    return body == null ? new byte[0] : body;
  }

  private static InboxReply answer(Exchange exchange, Receipt receipt) {
    receipt.correlationId().ifPresent(id -> exchange.setProperty(Correlation.KEY, id.toString()));
    InboxReply answer = InboxReply.fromBytes(receipt.reply());
    return receipt.outcome() == Outcome.DUPLICATE ? answer.repeated() : answer;
  }

  /**
   * Receives a message from a feed that keeps it until this method returns. The answer's JSON
   * replaces the body, and its status is in the header {@code CamelHttpResponseCode}. All other
   * headers stay. An unusable message is in quarantine, and its answer says so.
   *
   * @throws JournalException if the message was not stored or is too large; it stays in its feed
   */
  public void take(Exchange exchange) {
    Message message = exchange.getMessage();
    try {
      InboxReply answer = answer(exchange, taken(message));
      message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
      message.setBody(answer.json().getBytes(StandardCharsets.UTF_8));
    } catch (JournalException e) {
      // logged here, because Camel's components differ in what they log
      LOG.error("A FHIR message could not be stored and stays in its feed: {}", e.getMessage());
      throw e;
    }
  }

  private Receipt taken(Message message) {
    byte[] body = body(message);
    if (body.length > maxBytes) {
      throw new JournalException("the message is larger than " + maxBytes + " bytes", null);
    }
    return store(body, message.getHeader(Exchange.CONTENT_TYPE, String.class), "");
  }

  /**
   * Stores a message of a built-in feed.
   *
   * @param type like {@code Content-Type}: JSON unless it says XML, UTF-8 unless it says otherwise
   * @param place position in the feed, for the log
   * @throws JournalException if the message was not stored; the feed must deliver it again
   */
  public Receipt store(byte[] body, @Nullable String type, String place) {
    try {
      return inbox.receive(incoming(body, messages.read(body, MediaType.of(type))).at(place));
    } catch (RuntimeException e) {
      LOG.error("A FHIR message could not be stored: {}", e.getClass().getName());
      throw JournalException.notStored(e);
    }
  }

  /**
   * Reads a stored answer.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  static SentAnswer answer(byte[] reply) {
    return InboxReply.fromBytes(reply).told();
  }

  /**
   * Parses a stored message again, as {@link #receive} would do now. Its content type was not
   * stored: JSON and XML are told apart by the first character, and bytes that are not UTF-8 are
   * refused.
   *
   * @throws JournalException if its documents cannot be read now
   */
  public Incoming incoming(byte[] body) {
    return incoming(body, messages.readAny(body));
  }

  /**
   * How a message would be understood now.
   *
   * @throws JournalException if its documents cannot be read now
   */
  public List<Explanation> explain(byte[] body) {
    return List.of(messages.explain(body));
  }

  private Incoming incoming(byte[] body, FhirMessages.Read read) {
    Submission submission = read.submission();
    String key = submission == null ? Texts.sha256(body) : submission.key(body);
    Incoming incoming =
        new Incoming(
            CHANNEL,
            submission == null ? site : submission.site(site),
            key,
            body,
            read.disposition(),
            (outcome, reason) ->
                replies
                    .reply(submission, read.refused(), read.warnings(), key, outcome, reason)
                    .toBytes());
    return read.disposition() instanceof Parsed
        ? incoming
        : incoming.with(NamedIds.of(read.named()));
  }

  private static String header(Message message, String name) {
    return Texts.orEmpty(message.getHeader(name, String.class)).strip().toLowerCase(Locale.ROOT);
  }
}
