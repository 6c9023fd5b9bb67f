package org.radiologytrust.check.exam;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds a sentence about the whole examination that names another body part than the name of the
 * examination does: "CT of the knee shows", "no abnormality of the knee". It counts only where the
 * report says nothing else of that part.
 */
final class PartWithin {
  private final BodyParts parts;
  private final Modalities modalities;
  private final WrongModality presenting;

  PartWithin(BodyParts parts, Modalities modalities, WrongModality presenting) {
    this.parts = parts;
    this.modalities = modalities;
    this.presenting = presenting;
  }

  @Nullable OtherExam in(Examined examined) {
    Set<String> own = new LinkedHashSet<>();
    Evidence name = null;
    for (WordTokens t : examined.names()) {
      List<Terms.Hit> hits = parts.ordered(t);
      boolean names = Examined.isName(t) && !modalities.notNow(t);
      if (names && !hits.isEmpty()) {
        own.addAll(parts.orderedCodes(t));
        name = name == null ? t.evidence(hits.get(0).first(), hits.get(0).last()) : name;
      }
    }
    if (name == null) {
      return null;
    }
    for (WordTokens t : examined.statements()) {
      Set<String> codes = parts.codes(t);
      if (!codes.isEmpty()
          && !parts.near(codes, own)
          && whole(t)
          && !modalities.notNow(t)
          && examined.all().stream()
              .noneMatch(o -> o != t && parts.near(parts.content(o).keySet(), codes))) {
        Terms.Hit hit = parts.named(t).get(0);
        return new OtherExam(
            t.evidence(hit.first(), hit.last()),
            name,
            "The name of the examination says another body part: check that text and name belong"
                + " together.");
      }
    }
    return null;
  }

  /** Whether a sentence speaks of the whole examination. */
  private boolean whole(WordTokens t) {
    return t.sentence().section() == Section.IMPRESSION && modalities.normal(t)
        || modalities.named(t).stream().anyMatch(hit -> presenting.presented(t, hit));
  }
}
