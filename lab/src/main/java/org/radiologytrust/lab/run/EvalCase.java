package org.radiologytrust.lab.run;

import java.util.List;
import java.util.UUID;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;

/**
 * A labelled case.
 *
 * @param id name of its folder
 * @param hash SHA-256 over its files, in hex
 * @param report its order has modality and body part
 * @param instances its images; if empty, models get the true findings as text instead
 */
public record EvalCase(
    String id, String hash, Report report, List<Instance> instances, Truth truth) {
  public EvalCase {
    instances = Texts.copy(instances);
  }

  /** Id of a run on this case. Each word gives another id, and so other nonces in the prompts. */
  UUID run(String word) {
    return Texts.uuid5("eval|" + hash + "|" + word);
  }

  /** Only the id: the report must not get into a log. */
  @Override
  public String toString() {
    return "EvalCase[" + id + "]";
  }
}
