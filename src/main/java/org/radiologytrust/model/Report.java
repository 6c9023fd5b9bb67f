package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One version of a radiology report, from any feed.
 *
 * @param site the sending site
 * @param reportId the same for all versions of a report at a site: the main accession number,
 *     otherwise the filler order number, otherwise the FHIR id; never empty
 * @param patient the patient of the report
 * @param order the order that the report answers
 * @param text the report's text: lines end in LF, no trailing blanks, at most one empty line in a
 *     row, no NUL; never blank unless the report was withdrawn
 * @param hints sections that the message itself marks
 * @param status the status of this version
 * @param issued when this version was released; {@code null} when the message does not say
 * @param effective when the study was performed; {@code null} when the message does not say
 * @param reference FHIR literal reference of the DiagnosticReport; empty when the source has none
 * @param confidentiality code of v3-Confidentiality (N, R, V); N when the message has none
 * @param pilot whether a test system sent the message (MSH-11 other than P)
 * @param notAudited parts of the message that are not read
 * @param sources where the message holds these fields: {@code OBR-4}, {@code ServiceRequest.code};
 *     empty for a report that came in no message
 * @param radiologist the person who interpreted the images (OBR-32, PRT-5, {@code
 *     resultsInterpreter}): a name, or an identifier when the message has only that; one line of
 *     bounded length; empty when the message names none
 * @param origins where the message holds the text, in the order of the text; line ends and other
 *     characters that the reader added have none; empty for a report that came in no message
 * @param authors who wrote or signed this version, as far as the message says
 * @param otherIds further ids of the report at its site, as {@code KIND:VALUE} ({@code
 *     filler:77-1}, {@code document:D-12}, {@code fhir:DiagnosticReport/9}); a message that lacks
 *     {@code reportId} finds its report by them
 * @param addendum whether the text is only an addition to the current version of the report
 * @param addenda the additions at the end of the text, each under {@link Addendum#HEADING}; empty
 *     unless they came in messages of their own
 */
public record Report(
    String site,
    String reportId,
    Patient patient,
    Order order,
    String text,
    List<SectionHint> hints,
    ReportStatus status,
    @Nullable Instant issued,
    @Nullable Instant effective,
    String reference,
    String confidentiality,
    boolean pilot,
    List<NotAudited> notAudited,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<ReportField, String> sources,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String radiologist,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Origin> origins,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Author> authors,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> otherIds,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean addendum,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Addendum> addenda) {
  public Report {
    if (Texts.orEmpty(reportId).isBlank()) {
      throw new IllegalArgumentException("a report needs an id");
    }
    site = Texts.orEmpty(site);
    text = Texts.orEmpty(text);
    hints = Texts.copy(hints);
    reference = Texts.orEmpty(reference);
    confidentiality =
        Texts.orEmpty(confidentiality).isEmpty() ? "N" : Texts.orEmpty(confidentiality);
    notAudited = Texts.copy(notAudited);
    sources = sources == null ? Map.of() : Map.copyOf(sources);
    radiologist = Texts.orEmpty(radiologist);
    origins = Texts.copy(origins);
    authors = Texts.copy(authors);
    otherIds = Texts.copy(otherIds);
    addenda = Texts.copy(addenda);
  }

  /** A report of which every part is read, and of which the message says nothing else. */
  public Report(
      String site,
      String reportId,
      Patient patient,
      Order order,
      String text,
      List<SectionHint> hints,
      ReportStatus status,
      @Nullable Instant issued,
      @Nullable Instant effective,
      String reference,
      String confidentiality,
      boolean pilot) {
    this(
        site,
        reportId,
        patient,
        order,
        text,
        hints,
        status,
        issued,
        effective,
        reference,
        confidentiality,
        pilot,
        List.of(),
        Map.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        false,
        List.of());
  }

  /** A copy with these parts marked as not read. */
  public Report withNotAudited(List<NotAudited> parts) {
    Copy copy = new Copy();
    copy.notAudited = parts;
    return copy.report();
  }

  /** A copy about this patient. */
  public Report of(Patient other) {
    Copy copy = new Copy();
    copy.patient = other;
    return copy.report();
  }

  /** A copy with the sources of its fields. */
  public Report readFrom(Map<ReportField, String> fields) {
    Copy copy = new Copy();
    copy.sources = fields;
    return copy.report();
  }

  /** A copy with the name of the person who interpreted the images. */
  public Report interpretedBy(String name) {
    Copy copy = new Copy();
    copy.radiologist = name;
    return copy.report();
  }

  /** A copy with the places of its text in the message. */
  public Report tracedTo(List<Origin> places) {
    Copy copy = new Copy();
    copy.origins = places;
    return copy.report();
  }

  /** A copy with the persons and software that wrote or signed it. */
  public Report writtenBy(List<Author> people) {
    Copy copy = new Copy();
    copy.authors = people;
    return copy.report();
  }

  /** A copy with further ids. */
  public Report alsoKnownAs(List<String> ids) {
    Copy copy = new Copy();
    copy.otherIds = ids;
    return copy.report();
  }

  /** A copy whose text is only an addition to the current version of the report. */
  public Report asAddendum() {
    Copy copy = new Copy();
    copy.addendum = true;
    return copy.report();
  }

  /** A copy of which these parts of the text are addenda. */
  public Report withAddenda(List<Addendum> parts) {
    Copy copy = new Copy();
    copy.addenda = parts;
    return copy.report();
  }

  /** The fields that a copy may change. */
  private final class Copy {
    private Patient patient = Report.this.patient;
    private List<NotAudited> notAudited = Report.this.notAudited;
    private Map<ReportField, String> sources = Report.this.sources;
    private String radiologist = Report.this.radiologist;
    private List<Origin> origins = Report.this.origins;
    private List<Author> authors = Report.this.authors;
    private List<String> otherIds = Report.this.otherIds;
    private boolean addendum = Report.this.addendum;
    private List<Addendum> addenda = Report.this.addenda;

    Report report() {
      return new Report(
          site,
          reportId,
          patient,
          order,
          text,
          hints,
          status,
          issued,
          effective,
          reference,
          confidentiality,
          pilot,
          notAudited,
          sources,
          radiologist,
          origins,
          authors,
          otherIds,
          addendum,
          addenda);
    }
  }

  /** Whether the message names a person who signed this version. */
  public boolean signed() {
    return authors.stream()
        .anyMatch(a -> a.kind() == Author.Kind.PERSON && a.role() == Author.Role.SIGNED);
  }

  /** Where the message holds a field, or the field in words where that is not known. */
  public String source(ReportField field) {
    return sources.getOrDefault(field, field.words());
  }

  /**
   * Identifies this version in the log and in published resources. It is a hash of the content, so
   * it is the same everywhere and reveals nothing about the patient.
   */
  public UUID correlationId() {
    return Texts.uuid5(
        String.join("|", "correlation", site, reportId, fingerprint(), status + "", issued + ""));
  }

  /** SHA-256 of the audited text, to which all spans refer. */
  public String textSha256() {
    return Texts.sha256(text);
  }

  /**
   * Whether the other version has the same words and status, and its patient and studies do not
   * contradict this one. A value that only one of them has is no contradiction, so a report sent by
   * HL7 and again by FHIR is the same. False when the other version leaves report text unread that
   * is not unread here.
   */
  public boolean saysTheSameAs(Report other) {
    return fingerprint().equals(other.fingerprint())
        && status == other.status
        && !patient.differs(other.patient)
        && agree(order.accessionNumbers(), other.order.accessionNumbers())
        && agree(order.studyInstanceUids(), other.order.studyInstanceUids())
        && unreadText().containsAll(other.unreadText());
  }

  private List<NotAudited> unreadText() {
    return notAudited.stream().filter(NotAudited::reportText).toList();
  }

  private static boolean agree(List<String> a, List<String> b) {
    return a.isEmpty() || b.isEmpty() || a.containsAll(b) || b.containsAll(a);
  }

  /**
   * SHA-256 of the text with each run of white space replaced by one space. So the same report sent
   * as HL7 lines and as FHIR HTML has the same fingerprint.
   */
  public String fingerprint() {
    return fingerprint(text);
  }

  /** Like {@link #fingerprint()}, for any text. */
  public static String fingerprint(String text) {
    return Texts.sha256(text.strip().replaceAll("\\s+", " "));
  }

  /** Brings a text into the form that {@link #text} describes. */
  public static String canonicalText(String raw) {
    return raw.replace("\r\n", "\n")
        .replace('\r', '\n')
        .replace("\u0000", "")
        .replace("\ufeff", "")
        // the look-behind keeps this linear on long runs of spaces
        .replaceAll("(?<![ \\t\\u00a0])[ \\t\\u00a0]++(?=\\n|\\z)", "")
        .replaceAll("\\n{3,}", "\n\n")
        .strip();
  }

  /** Withholds text and patient, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Report[" + site + ", " + status + ", text withheld]";
  }
}
