package org.radiologytrust.model;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How strong a check is for one site and one kind of examination.
 *
 * @param check id of the check
 * @param site that sends the reports; empty for all sites
 * @param modality DICOM code; empty for all kinds of examination
 * @param why one sentence that says why it does not tell; only what asks must have one
 */
public record StrengthRow(
    String check, String site, String modality, CheckStrength strength, String why) {
  /** The site and the modality of a row for all of them. */
  public static final String ALL = "";

  /** In the order in which tables are written. */
  private static final Comparator<StrengthRow> ORDER =
      Comparator.comparing(StrengthRow::check)
          .thenComparing(StrengthRow::site)
          .thenComparing(StrengthRow::modality);

  private static final Set<String> ALWAYS_TELL =
      Set.of(
          "side-order",
          "side-within",
          "side-findings-impression",
          "modality-order",
          "age",
          "sex-word",
          "sex-organ");

  /**
   * @throws IllegalArgumentException if it asks without a reason, or tells with one, or if it would
   *     soften a check that always tells
   */
  public StrengthRow {
    site = site.strip();
    why = why.strip();
    if (strength != CheckStrength.TELL && ALWAYS_TELL.contains(check)) {
      throw new IllegalArgumentException(
          check + " always tells: side, sex, age and modality are never softened");
    }
    if (strength == CheckStrength.ASK && why.isEmpty()) {
      throw new IllegalArgumentException(check + " needs a why, since it asks");
    }
    if (strength == CheckStrength.TELL && !why.isEmpty()) {
      throw new IllegalArgumentException(check + " tells, so it has no why");
    }
  }

  /** A check that tells everywhere. */
  public static StrengthRow tells(String check) {
    return new StrengthRow(check, ALL, ALL, CheckStrength.TELL, "");
  }

  /** The same place, where the check is quiet. */
  public StrengthRow quiet() {
    return new StrengthRow(check, site, modality, CheckStrength.QUIET, "");
  }

  /** Whether a check always tells: no row can soften it. */
  public static boolean alwaysTells(String check) {
    return ALWAYS_TELL.contains(check);
  }

  /** Whether it holds for all sites and kinds of examination that have no row of their own. */
  public boolean forAll() {
    return site.isEmpty() && modality.isEmpty();
  }

  /** Whether it holds for reports of a site and kind, unless a narrower row does. */
  public boolean fits(String from, String kind) {
    return (site.isEmpty() || site.equals(from)) && (modality.isEmpty() || modality.equals(kind));
  }

  /** Of two rows that fit, the one with more holds. */
  public int narrowness() {
    return (site.isEmpty() ? 0 : 2) + (modality.isEmpty() ? 0 : 1);
  }

  /** Whether both are for the same check, site and kind. */
  public boolean samePlace(StrengthRow other) {
    return ORDER.compare(this, other) == 0;
  }

  /** The rows as a file {@code check/strengths.yaml} has them, one a line, in a fixed order. */
  public static String yaml(List<StrengthRow> rows) {
    StringBuilder yaml = new StringBuilder();
    for (StrengthRow row : rows.stream().sorted(ORDER).toList()) {
      yaml.append("- ").append(row.yaml()).append('\n');
    }
    return yaml.toString();
  }

  /** The row as a file has it, behind the dash. */
  public String yaml() {
    return "{check: "
        + check
        + (site.isEmpty() ? "" : ", site: " + quoted(site))
        + (modality.isEmpty() ? "" : ", modality: " + modality)
        + ", strength: "
        + strength.word()
        + (why.isEmpty() ? "" : ", why: " + quoted(why))
        + "}";
  }

  /** In single quotes, in which YAML knows no escapes but the doubled quote. */
  static String quoted(String text) {
    return "'" + Texts.printable(text).replace("'", "''") + "'";
  }
}
