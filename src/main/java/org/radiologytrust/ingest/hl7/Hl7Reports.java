package org.radiologytrust.ingest.hl7;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.Explanation;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.DocumentsBusyException;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.hl7.mapping.MappingReader;
import org.radiologytrust.ingest.hl7.mapping.MappingSet;
import org.radiologytrust.ingest.hl7.mapping.Recorder;
import org.radiologytrust.ingest.hl7.mapping.SiteMapping;
import org.radiologytrust.ingest.hl7.mapping.SiteMappings;
import org.radiologytrust.ingest.hl7.mapping.Trace;
import org.radiologytrust.ingest.hl7.message.Batch;
import org.radiologytrust.ingest.hl7.message.Charsets;
import org.radiologytrust.ingest.hl7.message.Encoding;
import org.radiologytrust.ingest.hl7.message.Envelope;
import org.radiologytrust.ingest.hl7.message.ErrorCode;
import org.radiologytrust.ingest.hl7.message.Escapes;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.MessageStart;
import org.radiologytrust.ingest.hl7.message.Refusal;
import org.radiologytrust.ingest.hl7.message.Refusals;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.ingest.hl7.message.Slice;
import org.radiologytrust.ingest.hl7.out.OwnMessages;
import org.radiologytrust.ingest.hl7.report.Reading;
import org.radiologytrust.ingest.hl7.report.ReportReader;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.model.Texts;
import org.radiologytrust.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses HL7 v2 messages of versions 2.1 to 2.9: ORU^R01, MDM, and ADT that changes a patient. One
 * without a version is read as the others are. Stateless and thread-safe.
 */
public final class Hl7Reports {
  private static final Logger LOG = LoggerFactory.getLogger(Hl7Reports.class);
  private static final Pattern VERSION = Pattern.compile("(2\\.[1-9](\\.\\d)?)?");

  /** Versions in which MSH-9 may have no event; also a message that names none. */
  private static final Pattern WITHOUT_EVENT = Pattern.compile("(2\\.[12](\\.\\d)?)?");

  private static final Pattern DOCUMENT_EVENT = Pattern.compile("T(0[1-9]|1[01])");

  /** Types that a feed of orders has, beside reports. */
  private static final Set<String> NO_RESULTS = Set.of("ORM", "OMI", "OMG", "SIU", "ADT");

  /** Types of acknowledgements, which an engine may route to us. */
  private static final Set<String> ACKNOWLEDGEMENTS = Set.of("ACK", "MCF");

  private static final Ignored ACKNOWLEDGEMENT =
      new Ignored("an acknowledgement carries no report; correct the engine's routes");

  private static final Set<String> PROCESSING = Set.of("", "P", "T", "D");

  /** The longest control id that any version allows (2.7). */
  private static final int MAX_CONTROL_ID = 199;

  private final String site;
  private final Charsets charsets;
  private final ZoneId zone;
  private final List<Charset> whenUnnamed;
  private final Map<String, String> authorities;
  private final RadiologyCodes codes;
  private final SiteMappings mappings;

  /** Whether orders, and results without OBX, are ignored; otherwise they are refused. */
  private final boolean ignoresWithoutResults;

  private final MergeRights mergeRights;

  private final @Nullable Documents documents;

  /**
   * Creates a parser.
   *
   * @param site name of the sending site if MSH-4 is empty
   * @param zone time zone of times without an offset
   * @param charset character set of messages without MSH-18 (a name from HL7 table 0211 or of
   *     Java), by default {@code UNICODE UTF-8}; bytes that are not valid in it are read as UTF-8,
   *     otherwise as Windows-1252
   * @param authorities maps an assigning authority (CX.4 namespace) to the URI of its identifiers
   * @param files source of the word lists and of the sites' mappings
   * @throws IllegalArgumentException naming the file, if one is not valid
   */
  public Hl7Reports(
      String site, ZoneId zone, String charset, Map<String, String> authorities, SiteFiles files) {
    this.site = site;
    this.charsets = new Charsets(files);
    this.zone = zone;
    this.whenUnnamed = unnamed(charset);
    this.authorities = Map.copyOf(authorities);
    this.codes = RadiologyCodes.load(files);
    MappingReader reader = new MappingReader(codes, charsets);
    this.mappings = new SiteMappings(() -> MappingSet.load(files, reader));
    this.ignoresWithoutResults = true;
    this.mergeRights = MergeRights.UNLIMITED;
    this.documents = null;
  }

  private Hl7Reports(
      Hl7Reports other,
      boolean ignoresWithoutResults,
      MergeRights mergeRights,
      @Nullable Documents documents) {
    this.site = other.site;
    this.charsets = other.charsets;
    this.zone = other.zone;
    this.whenUnnamed = other.whenUnnamed;
    this.authorities = other.authorities;
    this.codes = other.codes;
    this.mappings = other.mappings;
    this.ignoresWithoutResults = ignoresWithoutResults;
    this.mergeRights = mergeRights;
    this.documents = documents;
  }

  /** The same parser, which refuses messages that carry no result instead of ignoring them. */
  Hl7Reports refusingWithoutResults() {
    return new Hl7Reports(this, false, mergeRights, documents);
  }

  /** The same parser, which reads documents in OBX-5 too. */
  Hl7Reports reading(Documents reader) {
    return new Hl7Reports(this, ignoresWithoutResults, mergeRights, reader);
  }

  /** The same parser, which accepts merges of patients from these senders only. */
  Hl7Reports merging(MergeRights rights) {
    return new Hl7Reports(this, ignoresWithoutResults, rights, documents);
  }

  private List<Charset> unnamed(String charset) {
    try {
      return charsets.unnamed(charset);
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong("rtl.hl7.charset: " + e.getMessage());
    }
  }

  /** The mappings by which messages are read. */
  public SiteMappings mappings() {
    return mappings;
  }

  /**
   * Parses a message: a report, ignored, or quarantined with the reason.
   *
   * @param message the bytes without MLLP's frame
   * @throws JournalException if its documents cannot be read now
   */
  public Disposition disposition(byte[] message) {
    return read(message).disposition();
  }

  /**
   * Parses a message, or the messages of a batch, and tells what each part was used as.
   *
   * @throws JournalException if their documents cannot be read now
   */
  public List<Explanation> explain(byte[] message) {
    return Batch.of(message).map(Batch::messages).orElseGet(() -> List.of(message)).stream()
        .map(this::explained)
        .toList();
  }

  private Explanation explained(byte[] message) {
    Recorder recorder = new Recorder();
    ReadMessage read = read(message, "", recorder);
    Refusal refusal = read.refusal();
    return new Explanation(
        read.site(),
        recorder.mapping(),
        recorder.parts(),
        read.disposition(),
        refusal == null ? "" : refusal.toString());
  }

  /** Parses a message of an unknown address. */
  public ReadMessage read(byte[] frame) {
    return read(frame, "");
  }

  /**
   * Parses a message. An unreadable message is quarantined.
   *
   * @param address from which it came; empty if that is not known
   * @throws JournalException if its documents cannot be read now: it must be sent again
   */
  public ReadMessage read(byte[] frame, String address) {
    return read(frame, address, Trace.NONE);
  }

  private ReadMessage read(byte[] frame, String address, Trace trace) {
    Envelope envelope = Envelope.NONE;
    try {
      Optional<MessageStart> start = MessageStart.of(frame);
      if (start.isEmpty()) {
        throw new RefusedException(
            Refusal.unreadable(
                "the message does not start with MSH, and is no batch of up to "
                    + Batch.MAX_LINES
                    + " messages; send HL7 v2"));
      }
      Segment head = Hl7Message.header(frame, start.get());
      envelope = Envelope.of(head);
      MappingSet set = mappings.current();
      Hl7Message message = Hl7Message.of(decoded(frame, start.get(), head, set.of(head)));
      envelope = Envelope.of(message.msh());
      Reading rules = new Reading(set.of(message.msh()), codes, trace);
      trace.message(message, rules.mapping(), site(envelope));
      if (ACKNOWLEDGEMENTS.contains(message.msh().value(9, 1))) {
        // by its bytes: its MSH-10 may be that of the message that it answers
        return new ReadMessage(
            envelope, site(envelope), Texts.sha256(frame), ACKNOWLEDGEMENT, null);
      }
      Refusals errors = new Refusals();
      check(message, errors);
      String name = site(envelope);
      Documents attached = from(address, envelope);
      Optional<Disposition> read = errors.read(() -> disposition(message, rules, name, attached));
      errors.require();
      Disposition disposition = read.orElseThrow();
      return reading(frame, envelope, disposition, unsupported(disposition));
    } catch (RefusedException e) {
      return refused(frame, envelope, e.refusal());
    } catch (DocumentsBusyException e) {
      throw new JournalException(e.getMessage(), null);
    } catch (RuntimeException | StackOverflowError e) {
      // Only the class of the exception: its message may quote patient data.
      LOG.error("A message could not be parsed and is quarantined: {}", e.getClass().getName());
      return refused(
          frame,
          envelope,
          Refusal.internal("the message could not be parsed; an operator will look at it"));
    }
  }

  /**
   * The segments of a stored message; empty if it cannot be read.
   *
   * @param frame the bytes without MLLP's frame
   */
  public Optional<Hl7Message> message(byte[] frame) {
    try {
      Optional<MessageStart> start = MessageStart.of(frame);
      if (start.isEmpty()) {
        return Optional.empty();
      }
      Segment head = Hl7Message.header(frame, start.get());
      return Optional.of(
          Hl7Message.of(decoded(frame, start.get(), head, mappings.current().of(head))));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  /** The names of character sets. */
  Charsets charsets() {
    return charsets;
  }

  private @Nullable Documents from(String address, Envelope envelope) {
    String name = envelope.sendingApplication() + "|" + envelope.sendingFacility();
    return documents == null ? null : documents.from(new Sender(address, name));
  }

  /** Decodes a message. The character set of its sender's mapping overrides MSH-18. */
  private Charsets.Decoded decoded(
      byte[] frame, MessageStart start, Segment head, SiteMapping mapping) throws RefusedException {
    if (start.isWide()) {
      return Charsets.decode(frame, start.offset(), start.charset());
    }
    String own = mapping.charset();
    return own.isEmpty()
        ? charsets.decode(frame, start.offset(), head.repetitions(18), whenUnnamed)
        : charsets.decode(frame, start.offset(), List.of(), charsets.unnamed(own));
  }

  private Disposition disposition(
      Hl7Message message, Reading rules, String site, @Nullable Documents attached)
      throws RefusedException {
    ReportReader reports = new ReportReader(rules, zone, authorities, attached);
    Boolean own = rules.mapping().ignoresWithoutResults();
    boolean ignores = own == null ? ignoresWithoutResults : own;
    String type = message.msh().value(9, 1);
    String event = message.msh().value(9, 2);
    switch (type) {
      case "ORU" -> {
        boolean older = WITHOUT_EVENT.matcher(message.msh().value(12, 1)).matches();
        if (!event.equals("R01") && !(event.isEmpty() && older)) {
          throw RefusedException.reject(
              ErrorCode.UNSUPPORTED_EVENT_CODE, "MSH", 9, "of ORU, only ORU^R01 is accepted");
        }
        return OwnMessages.isOwn(message)
            ? OwnMessages.IGNORED
            : reports.results(message, site, ignores);
      }
      case "MDM" -> {
        if (!DOCUMENT_EVENT.matcher(event).matches()) {
          throw RefusedException.reject(
              ErrorCode.UNSUPPORTED_EVENT_CODE, "MSH", 9, "of MDM, only T01 to T11 are accepted");
        }
        return reports.document(message, site);
      }
      default -> {
        Optional<Disposition> change =
            type.equals("ADT")
                ? new PatientUpdates(rules, zone, authorities, mergeRights).read(message)
                : Optional.empty();
        if (change.isPresent()) {
          return change.get();
        }
        if (ignores && NO_RESULTS.contains(type)) {
          return new Ignored(type + " messages carry no report");
        }
        throw RefusedException.reject(
            ErrorCode.UNSUPPORTED_MESSAGE_TYPE, "MSH", 9, "only ORU^R01 and MDM are accepted");
      }
    }
  }

  private static void check(Hl7Message message, Refusals errors) throws RefusedException {
    if (message.all("MSH").size() > 1) {
      // nothing says to which of them a segment belongs
      throw RefusedException.error(
          ErrorCode.SEGMENT_SEQUENCE,
          "MSH",
          0,
          "more than one MSH segment; send one message per frame");
    }
    Segment msh = message.msh();
    if (!VERSION.matcher(msh.value(12, 1)).matches()) {
      errors.add(
          RefusedException.reject(
              ErrorCode.UNSUPPORTED_VERSION_ID,
              "MSH",
              12,
              "MSH-12 must be a version from 2.1 to 2.9"));
    }
    if (!PROCESSING.contains(msh.value(11, 1))) {
      errors.add(
          RefusedException.reject(
              ErrorCode.UNSUPPORTED_PROCESSING_ID, "MSH", 11, "MSH-11 must be P, T or D"));
    }
    if (msh.value(10, 1).isEmpty()) {
      errors.add(
          RefusedException.error(
              ErrorCode.REQUIRED_FIELD_MISSING,
              "MSH",
              10,
              "MSH-10 is empty; send a message control id, so that repeats can be recognised"));
    }
    if (msh.field(10).length() > MAX_CONTROL_ID) {
      errors.add(
          RefusedException.error(
              ErrorCode.DATA_TYPE,
              "MSH",
              10,
              "MSH-10 is longer than 199 characters; send a shorter id"));
    }
    if (message.segments().stream()
        .anyMatch(s -> s.name().equals("ADD") || s.name().equals("DSC") && !s.field(1).isEmpty())) {
      errors.add(
          RefusedException.error(
              ErrorCode.SEGMENT_SEQUENCE,
              "DSC",
              1,
              "the message continues in another one (DSC, ADD); send the report in one message"));
    }
  }

  /** The answer to a message that was read, and whose event is not applied. */
  private static @Nullable Refusal unsupported(Disposition disposition) {
    return disposition instanceof Quarantined quarantined
            && quarantined.alarms().contains(IntakeAlarm.PATIENT_CHANGE)
        ? RefusedException.reject(ErrorCode.UNSUPPORTED_EVENT_CODE, "MSH", 9, quarantined.reason())
            .refusal()
        : null;
  }

  private ReadMessage refused(byte[] frame, Envelope envelope, Refusal refusal) {
    return reading(frame, envelope, new Quarantined(refusal.reasons(), refusal.alarms()), refusal);
  }

  private ReadMessage reading(
      byte[] frame, Envelope envelope, Disposition disposition, @Nullable Refusal refusal) {
    String id = envelope.controlId();
    String key =
        id.isEmpty()
            ? Texts.sha256(frame)
            : String.join("|", envelope.sendingApplication(), envelope.sendingFacility(), id);
    return new ReadMessage(envelope, site(envelope), key, disposition, refusal);
  }

  /** The namespace of MSH-4, otherwise its universal id, otherwise the configured name. */
  private String site(Envelope envelope) {
    Encoding encoding = envelope.encoding();
    String facility = Slice.of(envelope.sendingFacility()).piece(encoding.repetition(), 1).text();
    for (int component = 1; component <= 2; component++) {
      String part = Slice.of(facility).piece(encoding.component(), component).text();
      String name = Escapes.decode(part, encoding).strip();
      if (!name.isEmpty()) {
        return name;
      }
    }
    return site;
  }
}
