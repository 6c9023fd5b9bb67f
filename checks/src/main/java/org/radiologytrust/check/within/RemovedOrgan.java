package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;

/**
 * {@code removed-organ}: the report says that an organ was removed, and describes it as present. Of
 * organs on both sides, the sides must be the same. Partial removals, and what is left or replaces
 * an organ, are no contradiction.
 */
final class RemovedOrgan implements Check {
  static final String ID = "removed-organ";

  /** Bounds the work, since each description is compared with each removal. */
  private static final int MAX_PLACES = 200;

  private final OrganRemovals organs;

  /**
   * @throws IllegalArgumentException when the file of words is not valid
   */
  RemovedOrgan(SiteFiles files, Sides sides) {
    this.organs = new OrganRemovals(files, sides);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<OrganRemovals.Place> removed = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      boolean read =
          s.section() == Section.HISTORY
              || s.section() == Section.REQUEST && organs.past(s)
              || s.section().stated() && s.section() != Section.RECOMMENDATION;
      if (read) {
        removed.addAll(organs.removed(s));
      }
    }
    if (removed.isEmpty()) {
      return r.silent("no sentence says that an organ was removed");
    }
    List<OrganRemovals.Place> compared = r.budget().first(MAX_PLACES, removed);
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (SentenceReading s : r.stated()) {
      if (s.section() == Section.RECOMMENDATION) {
        continue;
      }
      for (OrganRemovals.Place present : organs.present(s)) {
        OrganRemovals.Place gone = removal(present, compared);
        if (gone != null && reported.add(present.organ())) {
          results.add(result(present, gone));
        }
      }
    }
    return results;
  }

  private OrganRemovals.@Nullable Place removal(
      OrganRemovals.Place present, List<OrganRemovals.Place> removed) {
    for (OrganRemovals.Place gone : removed) {
      if (gone.organ().equals(present.organ())
          && gone.words().sentence().number() != present.words().sentence().number()
          && same(present, gone)) {
        return gone;
      }
    }
    return null;
  }

  private boolean same(OrganRemovals.Place present, OrganRemovals.Place gone) {
    if (!organs.sided(gone.organ())) {
      return true;
    }
    if (gone.side() == Side.BOTH || present.side() == Side.BOTH) {
      return true;
    }
    return gone.side() != null && gone.side() == present.side();
  }

  private static CheckResult result(OrganRemovals.Place present, OrganRemovals.Place gone) {
    Evidence described = present.words().evidence(present.first(), present.last());
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        described,
        gone.words().evidence(gone.first(), gone.last()),
        "The report says under %s that this organ was removed, and describes it: check the patient's"
                .formatted(gone.words().sentence().section())
            + " history and correct the sentence that is wrong.");
  }
}
