package org.radiologytrust.check.exam;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.CheckInput;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * {@code body-part-images}: compares the body part in the report's examination line with
 * BodyPartExamined. Parts of one region do not contradict each other (see body-parts.yaml), since
 * technologists often choose the tag coarsely.
 */
final class BodyPartImages implements Check {
  static final String ID = "body-part-images";

  private final BodyParts parts;
  private final Modalities modalities;
  private final Sides sides;
  private final DescribedParts described;

  BodyPartImages(BodyParts parts, Modalities modalities, Sides sides) {
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
    return Set.of(CheckInput.IMAGES);
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Instance> images = c.images();
    Set<String> tagged = parts.tagged(images);
    if (tagged == null || tagged.isEmpty()) {
      return r.silent("the images have no body part that it knows");
    }
    Examined examined = Examined.of(r, modalities);
    Set<String> named = new LinkedHashSet<>();
    Evidence first = names(examined.names(), named);
    if (first == null) {
      first = names(described.presenting(examined.statements()), named);
    }
    if (first == null) {
      first = described.other(examined.statements(), codes -> parts.related(codes, tagged));
    }
    if (first == null || parts.related(named, tagged)) {
      return r.silent("the report names no body part of its examination, or that of the images");
    }
    String values =
        images.stream()
            .map(Instance::bodyPartExamined)
            .filter(v -> !v.isBlank())
            .distinct()
            .collect(Collectors.joining(", "));
    return List.of(
        new CheckResult(
            ID,
            Label.NEEDS_REVIEW,
            first,
            Evidence.field("BodyPartExamined (0018,0015)", values),
            "The report names another body part than the images are tagged with: check that report"
                + " and study belong together."));
  }

  /**
   * Adds the parts that names of the examination have.
   *
   * @return the first of these words; {@code null} if there are none
   */
  private @Nullable Evidence names(List<WordTokens> names, Set<String> found) {
    Evidence first = null;
    for (WordTokens t : names) {
      if (!Examined.isName(t) || sides.elsewhere(t) || modalities.otherStudy(t)) {
        continue;
      }
      List<Terms.Hit> hits = parts.ordered(t);
      hits.forEach(h -> found.add(h.id()));
      if (first == null && !hits.isEmpty()) {
        first = t.evidence(hits.get(0).first(), hits.get(0).last());
      }
    }
    return first;
  }
}
