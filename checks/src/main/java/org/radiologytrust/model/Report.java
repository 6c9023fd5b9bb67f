package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One version of a radiology report, from any feed.
 *
 * @param site the sending site
 * @param reportId the id that its message gives it: the main accession number, otherwise the filler
 *     order number, otherwise the FHIR id; never empty. The report may be stored under another one
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
 *     filler:77-1}, {@code placer:5}, {@code document:D-12}, {@code fhir:DiagnosticReport/9}); a
 *     message that lacks {@code reportId} finds its report by them
 * @param addendum whether the text is only an addition to the current version of the report
 * @param addenda the additions at the end of the text, each under {@link Addendum#HEADING}; empty
 *     unless they came in messages of their own
 * @param orders all orders that the report answers, with {@code order} among them; empty if it
 *     answers one alone
 * @param future the time of release that the message says, if it was still to come when the message
 *     was received; {@code issued} is {@code null} then
 * @param whole the release of the report without its addenda; {@code null} if there are none, or
 *     the report has not come yet
 * @param urgency of the most urgent order that it answers; {@code null} for a routine one, or if
 *     the message does not say
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
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Addendum> addenda,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<AnsweredOrder> orders,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant future,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Release whole,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Urgency urgency) {
  /** The look-behind keeps it linear on long runs of spaces. */
  private static final Pattern TRAILING_BLANKS =
      Pattern.compile("(?<![ \\t\\u00a0])[ \\t\\u00a0]++(?=\\n|\\z)");

  private static final Pattern EMPTY_LINES = Pattern.compile("\\n{3,}");

  public Report {
    if (Texts.orEmpty(reportId).isBlank()) {
      throw new IllegalArgumentException("a report needs an id");
    }
    Objects.requireNonNull(patient, "a report needs a patient");
    Objects.requireNonNull(order, "a report needs an order");
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
    orders = Texts.copy(orders);
  }

  /**
   * Starts a report that has these ids, an unknown status and no text. It needs a patient and an
   * order before it is built.
   */
  public static Builder of(String site, String reportId) {
    Builder b = new Builder();
    b.site = site;
    b.reportId = reportId;
    return b;
  }

  /** A builder that starts with the content of this version. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.site = site;
    b.reportId = reportId;
    b.patient = patient;
    b.order = order;
    b.text = text;
    b.hints = hints;
    b.status = status;
    b.issued = issued;
    b.effective = effective;
    b.reference = reference;
    b.confidentiality = confidentiality;
    b.pilot = pilot;
    b.notAudited = notAudited;
    b.sources = sources;
    b.radiologist = radiologist;
    b.origins = origins;
    b.authors = authors;
    b.otherIds = otherIds;
    b.addendum = addendum;
    b.addenda = addenda;
    b.orders = orders;
    b.future = future;
    b.whole = whole;
    b.urgency = urgency;
    return b;
  }

  /** Whether the message names a person who signed this version. */
  public boolean signed() {
    return authors.stream()
        .anyMatch(a -> a.kind() == Author.Kind.PERSON && a.role() == Author.Role.SIGNED);
  }

  /** The orders that the report answers; at least one. */
  public List<Order> answered() {
    return orders.isEmpty() ? List.of(order) : orders.stream().map(AnsweredOrder::order).toList();
  }

  /**
   * The release of the whole report; empty if the text has only addenda, or an earlier version of
   * the product did not store it.
   */
  public Optional<Release> release() {
    return addenda.isEmpty() && !addendum
        ? Optional.of(new Release(status, issued, future))
        : Optional.ofNullable(whole);
  }

  /** The time of release that the message says, right or not; {@code null} when it says none. */
  public @Nullable Instant said() {
    return issued == null ? future : issued;
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
        && agree(NumberMatch.accessions(this, other), NumberMatch.accessions(other, this))
        && agree(order.studyInstanceUids(), other.order.studyInstanceUids())
        && unreadText().containsAll(other.unreadText());
  }

  private List<NotAudited> unreadText() {
    return notAudited.stream().filter(NotAudited::reportText).toList();
  }

  private static boolean agree(Collection<String> a, Collection<String> b) {
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
    String lines =
        raw.replace("\r\n", "\n").replace('\r', '\n').replace("\u0000", "").replace("\ufeff", "");
    return EMPTY_LINES
        .matcher(TRAILING_BLANKS.matcher(lines).replaceAll(""))
        .replaceAll("\n\n")
        .strip();
  }

  /** Withholds text and patient, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Report[" + site + ", " + status + ", text withheld]";
  }

  /** Builds a report; each method sets the component of its name. */
  public static final class Builder {
    private String site = "";
    private String reportId = "";
    private @Nullable Patient patient;
    private @Nullable Order order;
    private String text = "";
    private List<SectionHint> hints = List.of();
    private ReportStatus status = ReportStatus.UNKNOWN;
    private @Nullable Instant issued;
    private @Nullable Instant effective;
    private String reference = "";
    private String confidentiality = "";
    private boolean pilot;
    private List<NotAudited> notAudited = List.of();
    private Map<ReportField, String> sources = Map.of();
    private String radiologist = "";
    private List<Origin> origins = List.of();
    private List<Author> authors = List.of();
    private List<String> otherIds = List.of();
    private boolean addendum;
    private List<Addendum> addenda = List.of();
    private List<AnsweredOrder> orders = List.of();
    private @Nullable Instant future;
    private @Nullable Release whole;
    private @Nullable Urgency urgency;

    private Builder() {}

    public Builder patient(Patient value) {
      patient = value;
      return this;
    }

    public Builder order(Order value) {
      order = value;
      return this;
    }

    public Builder text(String value) {
      text = value;
      return this;
    }

    public Builder hints(List<SectionHint> value) {
      hints = value;
      return this;
    }

    public Builder status(ReportStatus value) {
      status = value;
      return this;
    }

    public Builder issued(@Nullable Instant value) {
      issued = value;
      return this;
    }

    public Builder effective(@Nullable Instant value) {
      effective = value;
      return this;
    }

    public Builder reference(String value) {
      reference = value;
      return this;
    }

    public Builder confidentiality(String value) {
      confidentiality = value;
      return this;
    }

    public Builder pilot(boolean value) {
      pilot = value;
      return this;
    }

    public Builder notAudited(List<NotAudited> value) {
      notAudited = value;
      return this;
    }

    public Builder sources(Map<ReportField, String> value) {
      sources = value;
      return this;
    }

    public Builder radiologist(String value) {
      radiologist = value;
      return this;
    }

    public Builder origins(List<Origin> value) {
      origins = value;
      return this;
    }

    public Builder authors(List<Author> value) {
      authors = value;
      return this;
    }

    public Builder otherIds(List<String> value) {
      otherIds = value;
      return this;
    }

    public Builder addendum(boolean value) {
      addendum = value;
      return this;
    }

    public Builder addenda(List<Addendum> value) {
      addenda = value;
      return this;
    }

    public Builder orders(List<AnsweredOrder> value) {
      orders = value;
      return this;
    }

    public Builder future(@Nullable Instant value) {
      future = value;
      return this;
    }

    public Builder whole(@Nullable Release value) {
      whole = value;
      return this;
    }

    public Builder urgency(@Nullable Urgency value) {
      urgency = value;
      return this;
    }

    public Report build() {
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
          addenda,
          orders,
          future,
          whole,
          urgency);
    }
  }
}
