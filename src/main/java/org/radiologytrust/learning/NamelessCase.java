package org.radiologytrust.learning;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.UUID;

/**
 * A learning case without names, as a line of the export.
 *
 * @param id our id of the case; it stays here
 * @param number in the export, from 1
 * @param check id of the check, or what kind of problem a model found
 * @param modality code of the modality; empty if it is not known
 * @param exam what was examined, in the words of the order
 * @param flag one sentence about the problem
 * @param reason what is wrong
 * @param note what people wrote about the case
 * @param text the report
 * @param evidenceChanged whether an earlier report or an image on which the flag rests was
 *     corrected or withdrawn since, or is another patient's
 * @param unsure words that may name somebody; a case with such a word is not exported
 */
@JsonPropertyOrder({
  "number",
  "check",
  "modality",
  "exam",
  "flag",
  "reason",
  "note",
  "text",
  "evidenceChanged"
})
public record NamelessCase(
    @JsonIgnore UUID id,
    int number,
    String check,
    String modality,
    String exam,
    String flag,
    String reason,
    String note,
    String text,
    boolean evidenceChanged,
    @JsonIgnore List<String> unsure) {
  public NamelessCase {
    unsure = List.copyOf(unsure);
  }

  public boolean sure() {
    return unsure.isEmpty();
  }

  /** Withholds the report. */
  @Override
  public String toString() {
    return "NamelessCase[" + number + "]";
  }
}
