package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.time.ZoneId;
import java.util.List;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Quarantined;
import org.radiologytrust.model.SiteFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads FHIR messages: for the inbox, and for whoever has the bytes only (a file, a replay). */
public final class FhirMessages {
  private static final Logger LOG = LoggerFactory.getLogger(FhirMessages.class);

  private final String site;
  private final ResourceReader reader;
  private final ReportMapper mapper;

  /**
   * @param fhir an R4 context
   * @param site where a message names none
   * @param zone of dates that come without a time
   * @param limits how large the parts of a message may be
   * @param files where the lists of codes are
   */
  public FhirMessages(
      FhirContext fhir, String site, ZoneId zone, FhirLimits limits, SiteFiles files) {
    this.site = site;
    this.reader = new ResourceReader(fhir, limits);
    this.mapper = new ReportMapper(FhirCodes.load(files), zone);
  }

  /** What a message in UTF-8 is: JSON, or XML where it begins with {@code <}. */
  public Disposition read(byte[] body) {
    return readAny(body).disposition();
  }

  /** The same, with what an answer needs. */
  Read readAny(byte[] body) {
    int first = 0;
    while (first < body.length && (body[first] <= ' ')) {
      first++; // white space, and the bytes of a byte order mark, which are negative
    }
    boolean xml = first < body.length && body[first] == '<';
    return read(body, MediaType.of(xml ? "application/fhir+xml" : "application/fhir+json"), true);
  }

  /**
   * @param submission {@code null} when the bytes were no resource
   * @param refused {@code null} when nothing was
   * @param warnings what of the message was not read
   */
  record Read(
      Submission submission,
      FhirRefusedException refused,
      Disposition disposition,
      List<String> warnings) {
    private static Read refused(Submission submission, FhirRefusedException refused) {
      return new Read(submission, refused, new Quarantined(refused.reason()), List.of());
    }
  }

  /**
   * @param bundles whether a Bundle may come this way
   */
  Read read(byte[] body, MediaType type, boolean bundles) {
    Submission submission = null;
    try {
      submission = new Submission(reader.read(body, type));
      ReportMapper.Mapped mapped =
          mapper.map(submission.contents(bundles), submission.site(site), submission.metas());
      return new Read(submission, null, mapped.disposition(), mapped.warnings());
    } catch (FhirRefusedException e) {
      return Read.refused(submission, e);
    } catch (RuntimeException e) {
      // its message may quote the report
      LOG.error("A FHIR message could not be mapped and is kept: {}", e.getClass().getName());
      return Read.refused(submission, FhirRefusedException.internal());
    }
  }
}
