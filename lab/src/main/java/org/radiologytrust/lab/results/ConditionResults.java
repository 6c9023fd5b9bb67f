package org.radiologytrust.lab.results;

import java.util.List;
import org.radiologytrust.model.Texts;

/**
 * The answers of one condition.
 *
 * @param results in any order; of two results with the same id, the later counts
 */
public record ConditionResults(Condition condition, List<CaseResult> results) {
  public ConditionResults {
    results = Texts.copy(results);
  }
}
