package org.radiologytrust.journal.drafts;

import java.util.List;
import org.radiologytrust.model.Strength;

/** Flags of reports that were checked before they were signed, and what became of them. */
public interface DraftFlags {
  /** The report no longer has the flag. */
  String MENDED = "mended";

  /** It has the flag with the same words. */
  String LEFT = "left";

  /**
   * A flag without words.
   *
   * @param number mark of a number that the signed report will have
   * @param mark of the check and the words of both evidences
   * @param start first place in the text that was read, in UTF-16 code units
   * @param end not included
   */
  record DraftFlag(
      String number, String check, String mark, int start, int end, Strength strength) {}

  /**
   * How many flags became what, since the journal was created.
   *
   * @param outcome {@value #MENDED} or {@value #LEFT}
   */
  record Outcome(String check, Strength strength, String outcome, long flags) {}

  /** Keeps flags; one that is kept already stays as it is. */
  void keep(List<DraftFlag> flags);

  List<Outcome> outcomes();
}
