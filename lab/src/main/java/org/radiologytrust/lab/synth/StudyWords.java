package org.radiologytrust.lab.synth;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.model.Texts;

/** Words for one kind of study; {@code lab/synth/studies.yaml} describes the fields. */
record StudyWords(
    String modality,
    String bodyPart,
    List<String> titles,
    List<String> techniques,
    List<String> histories,
    @MayBeEmpty List<FindingWords> findings,
    @MayBeEmpty List<FindingWords> unseen,
    @MayBeEmpty List<Normal> normals) {
  /** Fewest findings for a case: it lists some and claims others. */
  static final int FEWEST = 4;

  StudyWords {
    findings = Texts.copy(findings);
    unseen = Texts.copy(unseen);
    normals = Texts.copy(normals);
  }

  /**
   * A statement of a normal study.
   *
   * @param covers names of the findings that contradict it
   * @param unseen whether it is only for unseen cases
   */
  record Normal(String text, @Nullable List<String> covers, boolean unseen) {
    Normal {
      covers = Texts.copy(covers);
    }
  }

  List<FindingWords> pool(Split split) {
    return split == Split.UNSEEN ? unseen : findings;
  }

  List<Normal> normals(Split split) {
    return normals.stream().filter(n -> n.unseen() == (split == Split.UNSEEN)).toList();
  }
}
