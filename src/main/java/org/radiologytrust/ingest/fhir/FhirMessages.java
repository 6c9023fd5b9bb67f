package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.DocumentsBusyException;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.fhir.json.FhirLimits;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.json.ResourceReader;
import org.radiologytrust.ingest.fhir.report.FhirCodes;
import org.radiologytrust.ingest.fhir.report.ReportMapper;
import org.radiologytrust.ingest.fhir.report.ReportParts;
import org.radiologytrust.ingest.fhir.report.Submission;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.store.JournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parses FHIR messages, from a request or from bytes without a content type (a file, a replay). */
public final class FhirMessages {
  private static final Logger LOG = LoggerFactory.getLogger(FhirMessages.class);

  private final String site;
  private final ResourceReader reader;
  private final ReportMapper mapper;

  /**
   * Creates a parser.
   *
   * @param fhir an R4 context
   * @param site the site of messages that name none
   * @param zone time zone of dates without a time
   * @param limits limits for the parts of a message
   * @param files source of the code lists
   * @param documents reads attachments
   */
  public FhirMessages(
      FhirContext fhir,
      String site,
      ZoneId zone,
      FhirLimits limits,
      SiteFiles files,
      Documents documents) {
    this.site = site;
    this.reader = new ResourceReader(fhir, limits);
    this.mapper =
        new ReportMapper(FhirCodes.load(files), RadiologyCodes.load(files), documents, zone);
  }

  /** Parses a message in UTF-8: XML if it begins with {@code <}, otherwise JSON. */
  public Disposition read(byte[] body) {
    return readAny(body).disposition();
  }

  /**
   * Parses a message, and tells what the main parts of it were used as.
   *
   * @throws JournalException if its documents cannot be read now
   */
  public Explanation explain(byte[] body) {
    Read read = readAny(body);
    List<Explanation.Part> parts =
        read.disposition() instanceof Parsed parsed
            ? parsed.reports().stream().flatMap(r -> ReportParts.of(r).stream()).toList()
            : List.of();
    String where = read.submission() == null ? site : read.submission().site(site);
    FhirRefusedException refused = read.refused();
    return new Explanation(
        where, "", parts, read.disposition(), refused == null ? "" : refused.reason());
  }

  /** Like {@link #read(byte[])}, with everything that the answer needs. */
  Read readAny(byte[] body) {
    int first = 0;
    while (first < body.length && (body[first] <= ' ')) {
      first++; // skips white space and a byte order mark, whose bytes are negative
    }
    boolean xml = first < body.length && body[first] == '<';
    return read(body, MediaType.of(xml ? "application/fhir+xml" : "application/fhir+json"));
  }

  /**
   * A parsed message.
   *
   * @param submission null if the bytes are not a resource
   * @param named the resource whose numbers the message can be found by: also that of a message
   *     that was refused for its character set; null if there is none
   * @param refused why the message was refused; null if it was not
   * @param warnings parts of the message that were not read
   */
  record Read(
      @Nullable Submission submission,
      @Nullable Submission named,
      @Nullable FhirRefusedException refused,
      Disposition disposition,
      List<String> warnings) {
    private static Read refused(@Nullable Submission submission, FhirRefusedException refused) {
      return new Read(
          submission,
          submission,
          refused,
          new Quarantined(refused.reason(), refused.alarms()),
          List.of());
    }

    private Read named(Submission other) {
      return new Read(submission, other, refused, disposition, warnings);
    }
  }

  /** Parses a message of an unknown address. */
  Read read(byte[] body, MediaType type) {
    return read(body, type, "");
  }

  /**
   * Parses a message.
   *
   * @param address from which it came; empty if that is not known
   * @throws JournalException if its documents cannot be read now: it must be sent again
   */
  Read read(byte[] body, MediaType type, String address) {
    return read(body, type, address, false);
  }

  /**
   * Parses a report that is still open. It may also come in Parameters, and needs neither a patient
   * nor a number.
   *
   * @throws JournalException if its documents cannot be read now: it must be sent again
   */
  public Disposition draft(byte[] body, MediaType type) {
    return read(body, type, "", true).disposition();
  }

  private Read read(byte[] body, MediaType type, String address, boolean draft) {
    Submission submission = null;
    try {
      submission = new Submission(reader.read(body, type));
      submission = draft ? submission.unwrapped() : submission;
      Sender sender = new Sender(address, submission.site(site));
      ReportMapper.Mapped mapped = mapper.map(submission, sender, body, type, draft);
      return new Read(submission, submission, null, mapped.disposition(), mapped.warnings());
    } catch (FhirRefusedException e) {
      Read refused = Read.refused(submission, e);
      return submission != null
          ? refused
          : reader
              .readNumbers(body, type)
              .map(resource -> refused.named(new Submission(resource)))
              .orElse(refused);
    } catch (DocumentsBusyException e) {
      throw new JournalException(e.getMessage(), null);
    } catch (RuntimeException | StackOverflowError e) {
      // the exception's message may quote the report
      LOG.error(
          "A FHIR message could not be converted and is quarantined: {}", e.getClass().getName());
      return Read.refused(submission, FhirRefusedException.internal());
    }
  }
}
