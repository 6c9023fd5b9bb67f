package org.radiologytrust.check.earlier;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.past.OrganRemovals;
import org.radiologytrust.check.past.OrganRemovals.Place;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code earlier-removed}: an earlier report says that an organ was removed, and this one describes
 * it. Of organs on both sides, the sides must be the same. Silent where this report tells of the
 * removal, which {@code removed-organ} compares, and where the organ may have been replaced.
 */
final class EarlierRemoved implements Check {
  static final String ID = "earlier-removed";

  /** Bounds the work, since each description is compared with each removal. */
  private static final int MAX_PLACES = 200;

  private final EarlierWords words;
  private final OrganRemovals organs;
  private final EarlierStudies studies;

  EarlierRemoved(EarlierWords words, OrganRemovals organs, EarlierStudies studies) {
    this.words = words;
    this.organs = organs;
    this.studies = studies;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return EarlierStudies.NEEDS;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Place> described =
        r.budget().first(MAX_PLACES, organs.described(r).stream().filter(this::clear).toList());
    if (described.isEmpty()) {
      return r.silent("no sentence describes an organ that can be removed");
    }
    if (r.sentences().stream().anyMatch(s -> words.replaced().anyIn(s.words()))) {
      return r.silent("an organ of the patient may have been replaced");
    }
    List<Place> told = organs.removed(r);
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (EarlierReading e : studies.before(c, r)) {
      WordTokens text = WordTokens.of(e.report().text());
      if (!organs.mayTell(text) || words.replaced().anyIn(text)) {
        continue;
      }
      List<Place> removed = r.budget().first(MAX_PLACES, organs.removed(e.reading()));
      for (Place present : described) {
        boolean known =
            told.stream().anyMatch(gone -> gone.organ().equals(present.organ()))
                || reported.contains(present.organ());
        if (!known) {
          removed.stream()
              .filter(gone -> organs.same(present, gone))
              .findFirst()
              .ifPresent(
                  gone -> {
                    reported.add(present.organ());
                    results.add(result(present, gone, e));
                  });
        }
      }
    }
    return results;
  }

  /** Whether a sentence says something of an organ that an operation removes as a whole. */
  private boolean clear(Place present) {
    boolean label = present.words().sentence().text().strip().endsWith(":");
    return !label
        && !words.parts().contains(present.organ())
        && !words.operations().anyIn(present.words());
  }

  private static CheckResult result(Place present, Place gone, EarlierReading e) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        present.evidence(),
        e.evidence(gone.evidence()),
        "An earlier report says that this organ was removed, and this one describes it: check the"
            + " patient's history and correct the sentence.");
  }
}
