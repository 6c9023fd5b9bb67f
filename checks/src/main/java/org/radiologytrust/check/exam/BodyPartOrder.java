package org.radiologytrust.check.exam;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.check.base.Examination;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code body-part-order}: compares the body part in the order with the part that the report says
 * it examined; where it says none, with the parts that its statements describe.
 */
final class BodyPartOrder implements Check {
  static final String ID = "body-part-order";

  /** So many different words for another part make a report about it. */
  private static final int DESCRIBED = 2;

  /**
   * A longer report without headings also tells of other parts: it has a history and an examination
   * by hand.
   */
  private static final int MAX_STATEMENTS = 12;

  private final BodyParts parts;
  private final Modalities modalities;
  private final Sides sides;

  BodyPartOrder(BodyParts parts, Modalities modalities, Sides sides) {
    this.parts = parts;
    this.modalities = modalities;
    this.sides = sides;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Set<CheckInput> needs() {
    return Set.of(CheckInput.ORDERED_BODY_PART);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    Order order = c.report().order();
    Set<String> ordered = parts.orderedCodes(WordTokens.of(Examination.procedure(order)));
    boolean procedure = !ordered.isEmpty();
    ordered.addAll(parts.orderedCodes(WordTokens.of(order.bodyPart())));
    if (ordered.isEmpty()) {
      return r.silent("the order names no body part that it knows");
    }
    Examined examined = Examined.of(r, modalities);
    Named named = new Named(ordered);
    examined.names().forEach(named::add);
    if (named.codes.isEmpty()) {
      int n = 0;
      for (WordTokens t : examined.statements()) {
        boolean opening = n++ < Examined.OPENING || t.sentence().section() == Section.IMPRESSION;
        if (opening && presents(t)) {
          named.add(t);
        }
      }
    }
    Evidence first =
        named.codes.isEmpty()
            ? described(examined.statements(), ordered)
            : named.near && !named.title ? null : named.first;
    if (first == null) {
      return r.silent("the report names no body part of its examination, or that of the order");
    }
    return List.of(
        new CheckResult(
            ID,
            Label.NEEDS_REVIEW,
            first,
            procedure
                ? Examination.evidence(c.report(), ReportField.PROCEDURE, "")
                : Examination.evidence(c.report(), ReportField.BODY_PART, order.bodyPart()),
            "The report is about another body part than was ordered: check that report and order"
                + " belong together."));
  }

  /** Whether a statement says what was examined: "This chest radiograph shows". */
  private boolean presents(WordTokens t) {
    List<Terms.Hit> hits = modalities.named(t);
    boolean modality =
        !modalities.signs(t).isEmpty() || !hits.isEmpty() && hits.get(0).first() <= DESCRIBED + 1;
    return modality && !modalities.notNow(t);
  }

  /** The first word for another part, if the statements describe another part and not this one. */
  private @Nullable Evidence described(List<WordTokens> statements, Set<String> ordered) {
    boolean headed = statements.stream().anyMatch(BodyPartOrder::headed);
    if (!headed && statements.size() > MAX_STATEMENTS) {
      return null;
    }
    Set<String> words = new LinkedHashSet<>();
    Evidence first = null;
    for (WordTokens t : statements) {
      Map<String, Terms.Hit> content = parts.content(t);
      if (parts.near(content.keySet(), ordered)) {
        return null;
      }
      if (headed && !headed(t) || sides.elsewhere(t) || modalities.notNow(t)) {
        continue;
      }
      for (Terms.Hit hit : content.values()) {
        for (int i = hit.first(); i <= hit.last(); i++) {
          words.add(t.word(i));
        }
        first = first == null ? t.evidence(hit.first(), hit.last()) : first;
      }
    }
    return words.size() >= DESCRIBED ? first : null;
  }

  private static boolean headed(WordTokens t) {
    return t.sentence().section() != Section.OTHER;
  }

  /** The parts that the report says it examined. */
  private final class Named {
    private final Set<String> ordered;
    final Set<String> codes = new LinkedHashSet<>();
    boolean near;

    /** Whether the first name of an examination has only other parts. */
    boolean title;

    @Nullable Evidence first;

    Named(Set<String> ordered) {
      this.ordered = ordered;
    }

    void add(WordTokens t) {
      Set<String> here = parts.orderedCodes(t);
      if (parts.near(here, ordered)) {
        near = true;
      } else if (!here.isEmpty()
          && Examined.isName(t)
          && !sides.elsewhere(t)
          && !modalities.notNow(t)
          && first == null) {
        Terms.Hit hit = parts.ordered(t).get(0);
        first = t.evidence(hit.first(), hit.last());
        title = codes.isEmpty() && !modalities.named(t).isEmpty();
      }
      codes.addAll(here);
    }
  }
}
