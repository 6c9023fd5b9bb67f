package org.radiologytrust.ingest.hl7.message;

import java.util.Locale;

/**
 * When a sender wants an answer, and which (chapter 2 of the standard, table 0155). Without MSH-15
 * the mode is the original one: every message is answered with AA, AE or AR. With it, MSH-15 asks
 * for CA, CE or CR, which say whether the message is on disk. Where it asks for none, MSH-16 asks
 * for AA, AE or AR. There is one answer at most: the two say the same here.
 *
 * @param accept MSH-15: AL, NE, ER, SU; empty for the original mode
 * @param application MSH-16
 */
public record AckConditions(String accept, String application) {
  static final AckConditions ORIGINAL = new AckConditions("", "");

  static AckConditions of(Segment msh) {
    return new AckConditions(condition(msh, 15), condition(msh, 16));
  }

  private static String condition(Segment msh, int field) {
    return msh.value(field, 1).strip().toUpperCase(Locale.ROOT);
  }

  public boolean isOriginal() {
    return accept.isEmpty();
  }

  /** MSA-1 in the mode of the sender, for AA, AE or AR. */
  public String code(String original) {
    return !isOriginal() && wants(accept, original) ? "C" + original.substring(1) : original;
  }

  /**
   * Whether the sender wants an answer with this code at all. One who only wants to know of errors,
   * or nothing, does not read the others.
   */
  public boolean isWanted(String code) {
    return isOriginal() || wants(accept, code) || wants(application, code);
  }

  /** An unknown condition wants every answer. */
  private static boolean wants(String condition, String code) {
    boolean accepted = code.endsWith("A");
    return switch (condition) {
      case "NE", "" -> false;
      case "ER" -> !accepted;
      case "SU" -> accepted;
      default -> true;
    };
  }
}
