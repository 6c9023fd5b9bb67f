package org.radiologytrust.check.exam;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
 * {@code contrast-order}: compares contrast agent in the order with the report's technique. An
 * order without a word about contrast is not compared.
 */
final class ContrastOrder implements Check {
  static final String ID = "contrast-order";

  private final ContrastWords words;
  private final Modalities modalities;

  ContrastOrder(ContrastWords words, Modalities modalities) {
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
    ContrastUse ordered = words.ofOrder(Examination.procedure(c.report().order()));
    if (ordered == null) {
      return r.silent("the order says nothing of contrast agent");
    }
    Said said = new Said();
    Examined examined = Examined.of(r, modalities);
    for (WordTokens t : examined.names()) {
      if (!modalities.otherStudy(t)) {
        boolean name = Examined.isName(t) && !modalities.named(t).isEmpty();
        said.add(t, name ? words.ofName(t) : words.in(t), name);
      }
    }
    for (WordTokens t : examined.statements()) {
      if (words.presents(t) && !modalities.notNow(t)) {
        said.add(t, words.in(t), false);
      }
    }
    Evidence first = said.contradicting(ordered);
    return first == null
        ? r.silent("the report says nothing else of contrast agent than the order")
        : List.of(
            new CheckResult(
                ID,
                Label.NEEDS_REVIEW,
                first,
                Examination.evidence(c.report(), ReportField.PROCEDURE, ""),
                "The order is for images "
                    + ordered.words()
                    + ", the report says "
                    + said.use().words()
                    + ": check what was done and correct the report or the order."));
  }

  /** What a report says about contrast agent. */
  private static final class Said {
    private final Set<ContrastUse> uses = EnumSet.noneOf(ContrastUse.class);
    private final List<Evidence> places = new ArrayList<>();

    /** What the name of the examination says; {@code null} if nothing or more than one thing. */
    private @Nullable ContrastUse named;

    private boolean unsure;

    void add(WordTokens t, ContrastWords.@Nullable Use use, boolean name) {
      if (use == null) {
        return;
      }
      uses.add(use.use());
      places.add(t.evidence(use.first(), use.last()));
      if (name) {
        unsure |= named != null && named != use.use();
        named = use.use();
      }
    }

    ContrastUse use() {
      return uses.size() == 1 ? uses.iterator().next() : ContrastUse.BOTH;
    }

    /** The first place, if the report contradicts an order for this. */
    @Nullable Evidence contradicting(ContrastUse ordered) {
      if (uses.isEmpty() || use() == ordered) {
        return null;
      }
      boolean exact = named == use() && !unsure;
      boolean contradicts =
          switch (ordered) {
            case WITHOUT -> true;
            // an additional series without contrast is no contradiction, unless the name says it
            case WITH -> use() == ContrastUse.WITHOUT || exact;
            case BOTH -> use() == ContrastUse.WITHOUT || exact;
          };
      return contradicts ? places.get(0) : null;
    }
  }
}
