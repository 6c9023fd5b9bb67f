package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.radiologytrust.journal.Inbox;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Incoming;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.journal.Inbox.Quarantined;
import org.radiologytrust.journal.Inbox.Receipt;
import org.radiologytrust.journal.JournalException;
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
  public static final int DEFAULT_MAX_BYTES = 10 * 1024 * 1024;
  public static final int DEFAULT_MAX_DEPTH = 100;
  private static final Logger LOG = LoggerFactory.getLogger(FhirInbox.class);
  private static final String CHANNEL = "fhir";

  private final FhirContext fhir;
  private final Inbox inbox;
  private final String site;
  private final int maxBytes;
  private final ResourceReader reader;
  private final ReportMapper mapper;
  private final Replies replies;

  public FhirInbox(FhirContext fhir, Inbox inbox, String site, ZoneId zone, Clock clock) {
    this(fhir, inbox, site, zone, clock, DEFAULT_MAX_BYTES, DEFAULT_MAX_DEPTH);
  }

  /**
   * @param fhir an R4 context
   * @param site where a message names none
   * @param zone of dates that come without a time
   * @param maxBytes largest body; the HTTP server's own limit should be the same
   * @param maxDepth deepest nesting of JSON and XML
   */
  public FhirInbox(
      FhirContext fhir,
      Inbox inbox,
      String site,
      ZoneId zone,
      Clock clock,
      int maxBytes,
      int maxDepth) {
    this.fhir = fhir;
    this.inbox = inbox;
    this.site = site;
    this.maxBytes = maxBytes;
    this.reader = new ResourceReader(fhir, maxDepth);
    this.mapper = new ReportMapper(Codes.load(), zone);
    this.replies = new Replies(fhir, clock);
  }

  /**
   * The route's bean. The request is the exchange's message as platform-http makes it; the answer
   * takes its place.
   */
  public void receive(Exchange exchange) {
    Message request = exchange.getMessage();
    String accept = header(request, "Accept");
    Answer answer;
    try {
      answer = answer(request);
    } catch (JournalException e) {
      LOG.error("A FHIR message was not stored: the journal failed", e);
      answer =
          replies.error(503, IssueType.TRANSIENT, "The journal cannot store it; send it again");
    } catch (RuntimeException e) {
      // its message may quote the report
      LOG.error("A FHIR message was not stored: {}", e.getClass().getName());
      answer = replies.error(500, IssueType.EXCEPTION, "An error of this server; send it again");
    }
    answer.write(exchange, fhir, accept.contains("xml") && !accept.contains("json"));
  }

  private Answer answer(Message request) {
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
    byte[] body = request.getBody(byte[].class);
    if (body == null) {
      body = new byte[0];
    }
    if (body.length > maxBytes) {
      return replies.error(
          413, IssueType.TOOLONG, "The body is larger than " + maxBytes + " bytes; send less");
    }
    String path = Texts.orEmpty(request.getHeader(Exchange.HTTP_PATH, String.class));
    return store(body, type, !path.endsWith("/DiagnosticReport"));
  }

  /**
   * @param submission {@code null} when the bytes were no resource
   * @param refused {@code null} when nothing was
   */
  private record Read(
      Submission submission, Refused refused, Disposition disposition, List<String> warnings) {
    static Read refused(Submission submission, Refused refused) {
      return new Read(submission, refused, new Quarantined(refused.reason()), List.of());
    }
  }

  private Answer store(byte[] body, MediaType type, boolean bundles) {
    Read read = read(body, type, bundles);
    Submission submission = read.submission();
    String key = submission == null ? Texts.sha256(body) : submission.key(body);
    Receipt receipt =
        inbox.receive(
            new Incoming(
                CHANNEL,
                submission == null ? site : submission.site(site),
                key,
                body,
                read.disposition(),
                (outcome, reason) ->
                    replies
                        .reply(submission, read.refused(), read.warnings(), key, outcome, reason)
                        .toBytes()));
    Answer answer = Answer.fromBytes(receipt.reply());
    return receipt.outcome() == Outcome.DUPLICATE ? answer.repeated() : answer;
  }

  private Read read(byte[] body, MediaType type, boolean bundles) {
    Submission submission = null;
    try {
      submission = new Submission(reader.read(body, type));
      ReportMapper.Mapped mapped =
          mapper.map(submission.contents(bundles), submission.site(site), submission.metas());
      return new Read(submission, null, mapped.disposition(), mapped.warnings());
    } catch (Refused e) {
      return Read.refused(submission, e);
    } catch (RuntimeException e) {
      // its message may quote the report
      LOG.error("A FHIR message could not be mapped and is kept: {}", e.getClass().getName());
      return Read.refused(submission, Refused.internal());
    }
  }

  private static String header(Message message, String name) {
    return Texts.orEmpty(message.getHeader(name, String.class)).strip().toLowerCase(Locale.ROOT);
  }
}
