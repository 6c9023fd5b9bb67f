package org.radiologytrust.lab.run;

import java.util.List;
import java.util.UUID;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;

/**
 * A labelled case, read.
 *
 * @param id its folder's name
 * @param hash SHA-256 of its files
 * @param report with modality and body part in its order
 * @param instances its images; empty = the findings of its truth stand for them
 */
public record EvalCase(
    String id, String hash, Report report, List<Instance> instances, Truth truth) {
  public EvalCase {
    instances = Texts.copy(instances);
  }

  /** What a run of this case is told apart by: another word, other nonces. */
  UUID run(String word) {
    return Texts.uuid5("eval|" + hash + "|" + word);
  }

  /** Never the report: a record's default text would carry it into a log. */
  @Override
  public String toString() {
    return "EvalCase[" + id + "]";
  }
}
