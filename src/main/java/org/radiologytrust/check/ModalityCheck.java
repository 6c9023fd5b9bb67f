package org.radiologytrust.check;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.text.Terms;
import org.radiologytrust.text.WordTokens;

/**
 * {@code modality}: compares the modality in the report with the images' Modality, or with the
 * order's if there are no images. Reports nothing if any word of examination or technique fits.
 */
final class ModalityCheck implements ReportCheck {
  static final String ID = "modality";

  private static final int SUBJECT = 6;

  private final Modalities modalities;

  ModalityCheck(Modalities modalities) {
    this.modalities = modalities;
  }

  @Override
  public List<CheckResult> check(Audit c) {
    List<String> tags =
        Examination.images(c).stream()
            .map(Instance::modality)
            .filter(m -> !m.isBlank())
            .distinct()
            .toList();
    boolean ordered = tags.isEmpty() && !c.report().order().modality().isBlank();
    if (ordered) {
      tags = List.of(c.report().order().modality().strip().toUpperCase(Locale.ROOT));
    }
    List<String> study = modalities.images(tags);
    if (study == null || study.isEmpty()) {
      return List.of();
    }
    List<WordTokens> lines = Examination.lines(c, modalities);
    Evidence first = lines.isEmpty() ? opening(c, study) : contradicting(lines, study);
    if (first == null) {
      return List.of();
    }
    return List.of(
        new CheckResult(
            ID,
            Label.NEEDS_REVIEW,
            first,
            ordered
                ? Examination.evidence(c.report(), ReportField.MODALITY, String.join(", ", study))
                : Evidence.field("Modality (0008,0060)", String.join(", ", study)),
            "The report speaks of another modality than the study has: check that report and study"
                + " belong together."));
  }

  /** The first modality named, if none that is named fits the study. */
  private @Nullable Evidence contradicting(List<WordTokens> lines, List<String> study) {
    Evidence first = null;
    for (WordTokens t : lines) {
      List<Terms.Hit> named = modalities.named(t);
      if (named.stream().anyMatch(h -> fits(h, study))) {
        return null;
      }
      if (first == null && !named.isEmpty() && !modalities.otherStudy(t)) {
        first = t.evidence(named.get(0).first(), named.get(0).last());
      }
    }
    return first;
  }

  /**
   * The same for a report without an examination line, if its first statement presents the study:
   * "This CT of the chest demonstrates ...".
   */
  private @Nullable Evidence opening(Audit c, List<String> study) {
    List<WordTokens> stated = Examination.stated(c);
    if (stated.isEmpty() || modalities.otherStudy(stated.get(0))) {
      return null;
    }
    WordTokens t = stated.get(0);
    List<Terms.Hit> named = modalities.named(t);
    if (named.isEmpty() || named.stream().anyMatch(h -> fits(h, study))) {
      return null;
    }
    Terms.Hit hit = named.get(0);
    boolean presented =
        hit.first() < SUBJECT
            && hit.last() + 1 < t.size()
            && modalities.presents(t.word(hit.last() + 1));
    return presented ? t.evidence(hit.first(), hit.last()) : null;
  }

  private boolean fits(Terms.Hit hit, List<String> study) {
    return modalities.codes(hit).stream().anyMatch(study::contains);
  }
}
