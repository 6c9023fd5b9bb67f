package org.radiologytrust.check.exam;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.Examination;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code views-order}: compares the number of projections in the order with the report's. It
 * reports nothing if any place of the report fits the order.
 */
final class ViewsOrder implements Check {
  static final String ID = "views-order";

  private final ViewWords words;
  private final Modalities modalities;

  ViewsOrder(ViewWords words, Modalities modalities) {
    this.words = words;
    this.modalities = modalities;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.PROCEDURE);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    ViewCount ordered = words.ofOrder(Examination.procedure(c.report().order()));
    if (ordered == null) {
      return r.silent("the order says nothing of views");
    }
    List<Evidence> wrong = new ArrayList<>();
    Examined examined = Examined.of(r, modalities);
    for (WordTokens t : examined.names()) {
      if (fits(t, true, ordered, wrong)) {
        return r.silent("a line of the examination fits the order");
      }
    }
    for (WordTokens t : examined.statements()) {
      if (words.presents(t) && fits(t, false, ordered, wrong)) {
        return r.silent("a statement fits the order");
      }
    }
    return wrong.isEmpty()
        ? r.silent("the report does not say how many views were made")
        : List.of(
            new CheckResult(
                ID,
                Label.NEEDS_REVIEW,
                wrong.get(0),
                Examination.evidence(c.report(), ReportField.PROCEDURE, ""),
                "The report names another number of views than was ordered: check which images"
                    + " were made and correct the report or the order."));
  }

  /** Whether a sentence names as many views as were ordered; if it names others, they are added. */
  private boolean fits(WordTokens t, boolean name, ViewCount ordered, List<Evidence> wrong) {
    if (modalities.notNow(t)) {
      return false;
    }
    ViewCount count = words.in(t, name);
    if (count != null && count.contradicts(ordered)) {
      wrong.add(t.evidence(count.first(), count.last()));
    }
    return count != null && !count.contradicts(ordered);
  }
}
