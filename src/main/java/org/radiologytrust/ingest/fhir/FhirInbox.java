package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.journal.Inbox.Incoming;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.model.Correlation;
import org.radiologytrust.model.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports by FHIR: POST of a DiagnosticReport, or of a Bundle with one.
 *
 * <p>Says something positive only after the journal has committed. What cannot be used is kept in
 * quarantine as it came and answered with an OperationOutcome that names the element: 400 when it
 * is no R4 resource, 422 when it is but lacks what an audit needs. 415 and 413 are answered without
 * being kept; 503 when the journal cannot store.
 */
public final class FhirInbox {
  /** The channel of its messages in the journal. */
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
   * @param fhir an R4 context
   * @param site where a message names none
   * @param messages reads what was posted
   * @param maxBytes largest body; the HTTP server's own limit should be the same
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

  /**
   * For a connection. The request is the exchange's message as platform-http makes it; the answer
   * takes its place.
   */
  public void receive(Exchange exchange) {
    Message request = exchange.getMessage();
    String accept = header(request, "Accept");
    InboxReply answer;
    try {
      answer = answer(exchange);
    } catch (JournalException e) {
      // the store's own message below it may quote a value
      LOG.error("A FHIR message was not stored: {}", e.getMessage());
      answer =
          replies.error(503, IssueType.TRANSIENT, "The journal cannot store it; send it again");
    } catch (RuntimeException e) {
      // its message may quote the report
      LOG.error("A FHIR message was not stored: {}", e.getClass().getName());
      answer = replies.error(500, IssueType.EXCEPTION, "An error of this server; send it again");
    }
    answer.write(exchange, fhir, accept.contains("xml") && !accept.contains("json"));
  }

  private InboxReply answer(Exchange exchange) {
    Message request = exchange.getMessage();
    String encoding = header(request, "Content-Encoding");
    if (!encoding.isEmpty() && !encoding.equals("identity")) {
      return replies.error(415, IssueType.NOTSUPPORTED, "Content-Encoding: send it unpacked");
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
    byte[] body = body(request);
    if (body.length > maxBytes) {
      return replies.error(
          413, IssueType.TOOLONG, "The body is larger than " + maxBytes + " bytes; send less");
    }
    String path = Texts.orEmpty(request.getHeader(Exchange.HTTP_PATH, String.class));
    boolean bundles = !path.endsWith("/DiagnosticReport");
    Receipt receipt = inbox.receive(incoming(body, messages.read(body, type, bundles)));
    return answer(exchange, receipt);
  }

  private static byte[] body(Message message) {
    byte[] body = message.getBody(byte[].class);
    return body == null ? new byte[0] : body;
  }

  private static InboxReply answer(Exchange exchange, Receipt receipt) {
    receipt.correlationId().ifPresent(id -> exchange.setProperty(Correlation.KEY, id.toString()));
    InboxReply answer = InboxReply.fromBytes(receipt.reply());
    return receipt.outcome() == Outcome.DUPLICATE ? answer.repeated() : answer;
  }

  /**
   * For a feed, whose source keeps a message until it was taken: the answer's JSON takes the place
   * of the body, its status is in the header {@code CamelHttpResponseCode}, and all other headers
   * stay. What cannot be used is in quarantine, and its answer says so.
   *
   * @throws JournalException when it was not stored, or is larger than what is taken; it stays
   *     where it is
   */
  public void take(Exchange exchange) {
    Message message = exchange.getMessage();
    try {
      InboxReply answer = answer(exchange, taken(message));
      message.setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
      message.setBody(answer.json().getBytes(StandardCharsets.UTF_8));
    } catch (JournalException e) {
      // the sources of Camel differ in what they log
      LOG.error("A FHIR message was not stored and stays with its feed: {}", e.getMessage());
      throw e;
    }
  }

  private Receipt taken(Message message) {
    byte[] body = body(message);
    if (body.length > maxBytes) {
      throw new JournalException("it is larger than " + maxBytes + " bytes", null);
    }
    return store(body, message.getHeader(Exchange.CONTENT_TYPE, String.class), "");
  }

  /**
   * The same for a feed of the product's own.
   *
   * @param type as in {@code Content-Type}: JSON unless it says XML, UTF-8 unless it says otherwise
   * @param place where the feed has it, for the log
   * @throws JournalException when it was not stored; it has to come again
   */
  public Receipt store(byte[] body, String type, String place) {
    try {
      return inbox.receive(incoming(body, messages.read(body, MediaType.of(type), true)).at(place));
    } catch (RuntimeException e) {
      throw JournalException.notStored(e);
    }
  }

  /**
   * Reads a message that the journal has, as {@link #receive} would now. Its content type was not
   * kept: JSON or XML are told apart, and bytes that are not UTF-8 are refused.
   */
  public Incoming incoming(byte[] body) {
    return incoming(body, messages.readAny(body));
  }

  private Incoming incoming(byte[] body, FhirMessages.Read read) {
    Submission submission = read.submission();
    String key = submission == null ? Texts.sha256(body) : submission.key(body);
    return new Incoming(
        CHANNEL,
        submission == null ? site : submission.site(site),
        key,
        body,
        read.disposition(),
        (outcome, reason) ->
            replies
                .reply(submission, read.refused(), read.warnings(), key, outcome, reason)
                .toBytes());
  }

  private static String header(Message message, String name) {
    return Texts.orEmpty(message.getHeader(name, String.class)).strip().toLowerCase(Locale.ROOT);
  }
}
