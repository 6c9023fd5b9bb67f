package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.Contradiction;
import org.radiologytrust.check.exam.ExaminedSide;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.Sides;

/**
 * {@code side-within}: the report contradicts itself on a side. It names a place that the side does
 * not have ("right lingula"), another side than its own examination line or label, or one finding
 * on both sides in turn.
 */
final class SideWithin implements Check {
  static final String ID = "side-within";

  private final SideWithinWords words;
  private final ImpossiblePlaces impossible;
  private final ExaminedSide examined;
  private final LabelledSides labelled;
  private final NamedAgain again;

  /**
   * @throws IllegalArgumentException when the file of words is not valid
   */
  SideWithin(SiteFiles files, Sides sides, ExaminedSide examined, Distinctions distinctions) {
    words = SideWithinWords.load(files);
    this.impossible = new ImpossiblePlaces(words, sides, Anatomy.of(files));
    this.examined = examined;
    FurtherFindings further = new FurtherFindings(words);
    this.labelled = new LabelledSides(words, further, sides);
    this.again = new NamedAgain(words, further, distinctions);
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Contradiction> found = new ArrayList<>();
    found.addAll(impossible.in(r));
    found.addAll(examined.in(r, words.examined()));
    found.addAll(labelled.in(r));
    found.addAll(again.in(r));
    List<CheckResult> results = new ArrayList<>();
    for (Contradiction x : found) {
      Span place = x.wrong().span();
      if (results.stream().noneMatch(other -> other.first().span().overlaps(place))) {
        results.add(result(x));
      }
    }
    return results;
  }

  private CheckResult result(Contradiction x) {
    return new CheckResult(ID, Label.NEEDS_REVIEW, x.wrong(), x.right(), x.action());
  }
}
