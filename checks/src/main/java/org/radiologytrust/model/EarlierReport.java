package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * An earlier report of the same patient, with which checks compare.
 *
 * @param id the product's id of the report version; empty if it came with the request
 * @param sha256 of its text, as {@link Report#textSha256} gives it
 * @param studied when the study was performed; {@code null} when unknown
 * @param procedure what was examined, in words
 * @param modality DICOM modality code; empty when unknown
 * @param report with its text, only during the run: an audit is stored without it, and then it is
 *     {@code null}
 */
public record EarlierReport(
    String id,
    String sha256,
    @Nullable LocalDate studied,
    String procedure,
    String modality,
    @JsonIgnore @Nullable Report report) {
  /** A report for a run. */
  public static EarlierReport of(String id, @Nullable LocalDate studied, Report report) {
    Order order = report.order();
    return new EarlierReport(
        id, report.textSha256(), studied, order.procedureWords(), order.modality(), report);
  }

  /**
   * A report that the product has stored.
   *
   * @param id the product's id of its version
   */
  public static EarlierReport stored(String id, Report report) {
    Instant at = report.effective() == null ? report.issued() : report.effective();
    return of(id, at == null ? null : at.atZone(ZoneOffset.UTC).toLocalDate(), report);
  }

  @JsonCreator
  static EarlierReport stored(
      @JsonProperty("id") String id,
      @JsonProperty("sha256") String sha256,
      @JsonProperty("studied") @Nullable LocalDate studied,
      @JsonProperty("procedure") String procedure,
      @JsonProperty("modality") String modality) {
    return new EarlierReport(id, sha256, studied, procedure, modality, null);
  }

  /** Withholds the report, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "EarlierReport[withheld]";
  }
}
