package org.radiologytrust.lab.checks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.synth.RandomDraw;

/**
 * What happens between two reports of an invented patient; {@code lab/checks/patients.yaml}
 * explains it.
 *
 * @param check of whose wordings it is made
 * @param wording which half of a wording the later report gets
 * @param flagged whether the check must flag the later report
 * @param days fewest and most days between the two reports
 * @param when words for the slot of that name; {@code null} for those of the wordings
 * @param examined fewest and most days after the earlier report until the recommended examination;
 *     {@code null} if there is none
 * @param copied whether the later report has the text of the earlier one
 */
record PatientEvent(
    String event,
    String check,
    Half wording,
    boolean flagged,
    @Nullable List<Integer> days,
    @Nullable List<String> when,
    @Nullable List<Integer> examined,
    boolean copied) {
  private static final List<Integer> DAYS = List.of(20, 500);

  enum Half {
    @JsonProperty("error")
    ERROR,
    @JsonProperty("twin")
    TWIN
  }

  PatientEvent {
    days = days == null ? DAYS : List.copyOf(days);
    when = when == null ? null : List.copyOf(when);
    examined = examined == null ? null : List.copyOf(examined);
  }

  /**
   * All events in the order of the file.
   *
   * @throws IllegalArgumentException if the file is not valid
   */
  static List<PatientEvent> load(SiteFiles files) {
    return files.yaml("lab/checks/patients.yaml", new TypeReference<List<PatientEvent>>() {});
  }

  /** The wordings of the check, with the words of this event. */
  Kind of(Kind kind) {
    return when == null ? kind : kind.withSlot("when", when);
  }

  /** A number of this range. */
  static int between(List<Integer> range, RandomDraw draw) {
    return range.get(0) + draw.below(range.get(1) - range.get(0) + 1);
  }
}
