package org.radiologytrust.check.exam;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

  private final BodyParts parts;
  private final Modalities modalities;
  private final Sides sides;
  private final DescribedParts described;

  BodyPartOrder(BodyParts parts, Modalities modalities, Sides sides) {
    this.parts = parts;
    this.modalities = modalities;
    this.sides = sides;
    described = new DescribedParts(parts, modalities, sides);
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
    Set<String> ordered = codes(WordTokens.of(Examination.procedure(order)));
    boolean procedure = !ordered.isEmpty();
    ordered.addAll(codes(WordTokens.of(order.bodyPart())));
    if (ordered.isEmpty()) {
      return r.silent("the order names no body part that it knows");
    }
    Examined examined = Examined.of(r, modalities);
    Named named = new Named(ordered);
    examined.names().forEach(t -> named.add(t, examined.labels().contains(t)));
    if (named.codes.isEmpty()) {
      described.presenting(examined.statements()).forEach(t -> named.add(t, false));
    }
    Evidence first =
        named.codes.isEmpty()
            ? described.other(examined.statements(), codes -> parts.near(codes, ordered))
            : named.near && !named.title || named.label && describes(examined, ordered)
                ? null
                : named.first;
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

  /** Whether statements are about the ordered part: "LUNGS: clear" beside "UPPER ABDOMEN:". */
  private boolean describes(Examined examined, Set<String> ordered) {
    return examined.statements().stream()
        .anyMatch(t -> parts.near(parts.content(t).keySet(), ordered));
  }

  /** Where words name a part, and not how images are made: a gradient echo is no heart. */
  private List<Terms.Hit> named(WordTokens t) {
    List<Terms.Hit> signs = modalities.signs(t);
    return parts.ordered(t).stream()
        .filter(
            hit ->
                signs.stream().noneMatch(s -> s.first() <= hit.first() && hit.last() <= s.last()))
        .toList();
  }

  private Set<String> codes(WordTokens t) {
    return named(t).stream()
        .map(Terms.Hit::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
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

    /** Whether a label is the first name of another part. */
    boolean label;

    void add(WordTokens t, boolean isLabel) {
      Set<String> here = codes(t);
      if (parts.near(here, ordered)) {
        near = true;
      } else if (!here.isEmpty()
          && Examined.isName(t)
          && !sides.elsewhere(t)
          && !modalities.notNow(t)
          && first == null) {
        Terms.Hit hit = named(t).get(0);
        first = t.evidence(hit.first(), hit.last());
        label = isLabel && modalities.named(t).isEmpty();
        title = codes.isEmpty() && !modalities.named(t).isEmpty();
      }
      codes.addAll(here);
    }
  }
}
