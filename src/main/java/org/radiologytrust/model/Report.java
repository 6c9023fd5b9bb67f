package org.radiologytrust.model;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One version of a radiology report, however it came.
 *
 * @param site the sending site
 * @param reportId what stays the same from version to version within a site: the main accession
 *     number, else the filler order number, else the FHIR id; never empty
 * @param patient whom it is about
 * @param order what it answers
 * @param text the report's text: lines end in LF, no trailing blanks, at most one empty line in a
 *     row, no NUL; never blank unless the report was withdrawn
 * @param hints sections that the message told apart
 * @param status never {@code null}
 * @param issued when this version was released; {@code null} when the message does not say
 * @param effective when the study was made; {@code null} when the message does not say
 * @param reference FHIR literal reference of the DiagnosticReport when the source gave one
 * @param confidentiality code of v3-Confidentiality (N, R, V), N when nothing is said
 * @param pilot message of a test system (MSH-11 other than P)
 * @param notAudited what came with the text and is not read
 */
public record Report(
    String site,
    String reportId,
    Patient patient,
    Order order,
    String text,
    List<SectionHint> hints,
    ReportStatus status,
    Instant issued,
    Instant effective,
    String reference,
    String confidentiality,
    boolean pilot,
    List<NotAudited> notAudited) {
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
  }

  /** A report of which all that was sent is read. */
  public Report(
      String site,
      String reportId,
      Patient patient,
      Order order,
      String text,
      List<SectionHint> hints,
      ReportStatus status,
      Instant issued,
      Instant effective,
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
        List.of());
  }

  /** This report, of which some parts are not read. */
  public Report withNotAudited(List<NotAudited> parts) {
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
        parts);
  }

  /**
   * Names this version in the log and in what is published: made of its content, so that it is the
   * same everywhere and says nothing about the patient.
   */
  public UUID correlationId() {
    return Texts.uuid5(
        String.join("|", "correlation", site, reportId, fingerprint(), status + "", issued + ""));
  }

  /** SHA-256 of the text exactly as audited: what spans refer to. */
  public String textSha256() {
    return Texts.sha256(text);
  }

  /**
   * True when the other version says the same: words, status, and nothing that contradicts in
   * patient and study. What one of them does not name contradicts nothing, so the same report by
   * HL7 and by FHIR says the same. It does not when the other one leaves report text unread that
   * this one did not have.
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
   * SHA-256 of the text with every run of white space as one blank: the same report sent as HL7
   * lines and as FHIR HTML has the same fingerprint.
   */
  public String fingerprint() {
    return Texts.sha256(text.strip().replaceAll("\\s+", " "));
  }

  /** The text in the one form that {@link #text} promises. */
  public static String canonicalText(String raw) {
    return raw.replace("\r\n", "\n")
        .replace('\r', '\n')
        .replace("\u0000", "")
        .replace("\ufeff", "")
        // the look-behind keeps this linear on long runs of blanks
        .replaceAll("(?<![ \\t\\u00a0])[ \\t\\u00a0]++(?=\\n|\\z)", "")
        .replaceAll("\\n{3,}", "\n\n")
        .strip();
  }

  /** Never the text or the patient: a record's default text would carry them into a log. */
  @Override
  public String toString() {
    return "Report[" + site + ", " + status + ", text withheld]";
  }
}
