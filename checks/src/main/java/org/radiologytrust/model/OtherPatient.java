package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.PatientMatch.Attribute;

/**
 * That the studies with a report's number are of another patient, as far as the two sources say.
 * Holds what both say, for the people who decide about it; it is never published or logged.
 *
 * @param ofReport the patient of the report when it was compared
 * @param studies the studies whose patient contradicts; at least one. They cannot be opened from
 *     here
 * @param confirmed by whom it was confirmed that both are the same patient all the same; empty
 *     while the images are refused
 * @param confirmations how often people had confirmed that of these identities and images until
 *     then, with those that were taken back
 */
public record OtherPatient(
    Patient ofReport,
    List<OtherStudy> studies,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Confirmation> confirmed,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int confirmations) {
  public OtherPatient {
    studies = Texts.copy(studies);
    confirmed = Texts.copy(confirmed);
    if (studies.isEmpty()) {
      throw new IllegalArgumentException("no study contradicts the report");
    }
  }

  /**
   * What one person said: that report and images are of the same patient.
   *
   * @param decision its id
   * @param run the audit in which it was said
   * @param user login name of the person
   * @param operator whether the person had the role operator
   */
  public record Confirmation(UUID decision, UUID run, String user, Instant at, boolean operator) {}

  /** Before anybody has said anything. */
  public static OtherPatient of(Patient ofReport, List<OtherStudy> studies) {
    return new OtherPatient(ofReport, studies, List.of(), 0);
  }

  /** The same with what people have said. */
  public OtherPatient confirmed(List<Confirmation> by, int times) {
    return new OtherPatient(ofReport, studies, by, times);
  }

  /** Whether a decision is one of the confirmations. */
  public boolean restsOn(@Nullable UUID decision) {
    return confirmed.stream().anyMatch(one -> one.decision().equals(decision));
  }

  /** Whether the images must not be opened. */
  public boolean refused() {
    return confirmed.isEmpty();
  }

  /** What differs between the report and any of the studies. */
  public Set<Attribute> differing() {
    Set<Attribute> differing = EnumSet.noneOf(Attribute.class);
    studies.forEach(
        study -> differing.addAll(PatientMatch.of(ofReport, study.patient()).contradicting()));
    return differing;
  }

  /**
   * Stands for both identities and the images: a confirmation holds for these only. SHA-256 in
   * hexadecimal.
   */
  public String fingerprint() {
    List<String> parts = new ArrayList<>(identity(ofReport));
    for (OtherStudy study : studies) {
      parts.add(study.studyInstanceUid());
      parts.add(study.imagesSha256());
      parts.addAll(identity(study.patient()));
    }
    StringBuilder all = new StringBuilder();
    // with their lengths, so that no text can pass for two
    parts.forEach(part -> all.append(part.length()).append(':').append(part));
    return Texts.sha256(all.toString());
  }

  /** All that {@link PatientMatch} compares. */
  private static List<String> identity(Patient patient) {
    List<String> parts = new ArrayList<>();
    parts.add("" + patient.identifiers().size());
    patient.identifiers().stream()
        .map(id -> id.system().length() + ":" + id.system() + id.value())
        .sorted()
        .forEach(parts::add);
    parts.add(patient.familyName());
    parts.add(patient.givenName());
    parts.add("" + patient.birthDate());
    parts.add(patient.sex().name());
    parts.add(patient.reference());
    return parts;
  }

  /** Withholds the patients' data, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "OtherPatient[withheld]";
  }
}
