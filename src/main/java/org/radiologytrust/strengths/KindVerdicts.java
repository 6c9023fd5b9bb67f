package org.radiologytrust.strengths;

import java.util.List;
import org.radiologytrust.journal.quality.VerdictCounts;

/** What people said of the flags of each check, by kind of examination. */
@FunctionalInterface
public interface KindVerdicts {
  /**
   * @param modality DICOM code; empty for all kinds together
   */
  List<VerdictCounts> of(String modality);

  /** The kinds that reports name. */
  default List<String> modalities() {
    return List.of();
  }
}
