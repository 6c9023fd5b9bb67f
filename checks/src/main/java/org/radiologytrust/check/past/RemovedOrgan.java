package org.radiologytrust.check.past;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;

/**
 * {@code removed-organ}: the report says that an organ was removed, and describes it as present. Of
 * organs on both sides, the sides must be the same. Partial removals, and what is left or replaces
 * an organ, are no contradiction.
 */
public final class RemovedOrgan implements Check {
  static final String ID = "removed-organ";

  /** Bounds the work, since each description is compared with each removal. */
  private static final int MAX_PLACES = 200;

  private final OrganRemovals organs;

  public RemovedOrgan(OrganRemovals organs) {
    this.organs = organs;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<OrganRemovals.Place> removed = organs.removed(r);
    if (removed.isEmpty()) {
      return r.silent("no sentence says that an organ was removed");
    }
    List<OrganRemovals.Place> compared = r.budget().first(MAX_PLACES, removed);
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (OrganRemovals.Place present : organs.described(r)) {
      OrganRemovals.Place gone = removal(present, compared);
      if (gone != null && reported.add(present.organ())) {
        results.add(result(present, gone));
      }
    }
    return results;
  }

  private OrganRemovals.@Nullable Place removal(
      OrganRemovals.Place present, List<OrganRemovals.Place> removed) {
    for (OrganRemovals.Place gone : removed) {
      if (gone.words().sentence().number() != present.words().sentence().number()
          && organs.same(present, gone)) {
        return gone;
      }
    }
    return null;
  }

  private static CheckResult result(OrganRemovals.Place present, OrganRemovals.Place gone) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        present.evidence(),
        gone.evidence(),
        "The report says under %s that this organ was removed, and describes it: check the patient's"
                .formatted(gone.words().sentence().section())
            + " history and correct the sentence that is wrong.");
  }
}
