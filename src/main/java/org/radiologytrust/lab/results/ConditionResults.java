package org.radiologytrust.lab.results;

import java.util.List;
import org.radiologytrust.model.Texts;

/**
 * What one condition answered.
 *
 * @param results of any cases, in any order; of two with one id the later counts
 */
public record ConditionResults(Condition condition, List<CaseResult> results) {
  public ConditionResults {
    results = Texts.copy(results);
  }
}
