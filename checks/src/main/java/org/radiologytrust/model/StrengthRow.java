package org.radiologytrust.model;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * How strong a check is for one kind of examination.
 *
 * @param check id of the check
 * @param modality DICOM code; empty for all kinds that have no row of their own
 * @param why one sentence that says why it only asks; empty unless it asks
 */
public record StrengthRow(String check, String modality, Strength strength, String why) {
  /** The modality of a row for all kinds of examination. */
  public static final String ALL = "";

  /** In the order in which tables are written and hashed. */
  private static final Comparator<StrengthRow> ORDER =
      Comparator.comparing(StrengthRow::check).thenComparing(StrengthRow::modality);

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
   * @throws IllegalArgumentException if it asks without a reason, or has one and does not ask
   */
  public StrengthRow {
    why = why.strip();
    if (why.isEmpty() == (strength == Strength.ASK)) {
      throw new IllegalArgumentException(check + " needs a why if it asks, and only then");
    }
  }

  /**
   * A row that a person asked for.
   *
   * @param modality in any case
   * @throws IllegalArgumentException also if it is no DICOM modality
   */
  public static StrengthRow of(String check, String modality, Strength strength, String why) {
    return new StrengthRow(
        check, modality.isEmpty() ? ALL : ModalityCode.of(modality, check), strength, why);
  }

  /**
   * Whether a check always tells: the journal, the site's own files and its settings are refused
   * where they would soften it.
   */
  public static boolean alwaysTells(String check) {
    return ALWAYS_TELL.contains(check);
  }

  /**
   * Refuses a softer strength for a check that always tells.
   *
   * @param tells whether its flags would still count
   * @throws IllegalArgumentException if they would not, and the check always tells
   */
  public static void requireTells(String check, boolean tells) {
    if (!tells && alwaysTells(check)) {
      throw new IllegalArgumentException(
          check + " always tells: side, sex, age and modality are never softened");
    }
  }

  /** The rows as a file {@code check/strengths.yaml} has them, one a line, in a fixed order. */
  public static String yaml(List<StrengthRow> rows) {
    StringBuilder yaml = new StringBuilder();
    for (StrengthRow row : rows.stream().sorted(ORDER).toList()) {
      yaml.append("- {check: ").append(row.check);
      if (!row.modality.isEmpty()) {
        yaml.append(", modality: ").append(row.modality);
      }
      yaml.append(", strength: ").append(row.strength.word());
      if (!row.why.isEmpty()) {
        yaml.append(", why: ").append(quoted(row.why));
      }
      yaml.append("}\n");
    }
    return yaml.toString();
  }

  /** In single quotes, in which YAML knows no escapes but the doubled quote. */
  private static String quoted(String text) {
    return "'" + Texts.printable(text).replace("'", "''") + "'";
  }
}
