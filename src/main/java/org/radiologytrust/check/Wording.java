package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Set;

/** The words for negation and for certainty. */
record Wording(
    List<String> negationBefore,
    List<String> negationAfter,
    List<String> notNegations,
    Set<String> butWords,
    List<String> overconfident,
    Set<String> calibrated,
    Set<String> calibratedBehind) {

  static Wording load() {
    return YamlFile.read("/check/wording.yaml", new TypeReference<Wording>() {});
  }
}
