package org.radiologytrust.lab.checks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.lab.synth.RandomDraw;

/** Chooses examinations that are certainly not the one of a report. */
final class Others {
  /** Modalities that an order confuses in practice. Names of one family are not told apart. */
  private static final List<String> MODALITIES = List.of("CT", "MR", "US", "CR");

  private Others() {}

  /** Another modality, if possible one that can examine the same parts. */
  static String modality(Exam exam, StudyWords studies, RandomDraw draw) {
    Set<String> family = studies.family(exam.modality());
    List<String> others = MODALITIES.stream().filter(m -> !family.contains(m)).toList();
    List<String> fitting =
        others.stream()
            .filter(
                m -> exam.parts().stream().allMatch(p -> studies.part(p).modalities().contains(m)))
            .toList();
    return draw.pick(fitting.isEmpty() ? others : fitting);
  }

  /** A part of another region that has a side exactly when the report's part has one. */
  static String part(Exam exam, StudyWords studies, RandomDraw draw) {
    List<String> regions = exam.parts().stream().map(p -> studies.part(p).region()).toList();
    boolean sided = exam.oneSided();
    List<String> others =
        studies.data().parts().entrySet().stream()
            .filter(e -> !regions.contains(e.getValue().region()))
            .filter(e -> e.getValue().modalities().contains(exam.modality()))
            .filter(e -> !sided || e.getValue().sided())
            .map(Map.Entry::getKey)
            .toList();
    List<String> any =
        studies.data().parts().keySet().stream()
            .filter(p -> !regions.contains(studies.part(p).region()))
            .toList();
    return draw.pick(others.isEmpty() ? any : others);
  }
}
