package org.radiologytrust.pipeline.step;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.model.ModelUse;

/** Merges the model uses of an audit. */
final class ModelUses {
  private ModelUses() {}

  /** Merges uses that differ only in their number of calls, and adds the calls. */
  static List<ModelUse> merged(List<ModelUse> uses) {
    Map<ModelUse, Integer> calls = new LinkedHashMap<>();
    uses.forEach(u -> calls.merge(withCalls(u, 0), u.calls(), Integer::sum));
    return calls.entrySet().stream().map(e -> withCalls(e.getKey(), e.getValue())).toList();
  }

  private static ModelUse withCalls(ModelUse u, int calls) {
    return new ModelUse(u.step(), u.model(), u.digest(), u.promptSha256(), u.options(), calls);
  }
}
