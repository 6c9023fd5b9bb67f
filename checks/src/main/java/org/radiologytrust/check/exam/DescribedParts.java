package org.radiologytrust.check.exam;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** What the statements of a report are about, where no line names its examination. */
final class DescribedParts {
  /** So many different words for another part make a report about it. */
  private static final int DESCRIBED = 2;

  /** A statement that presents its study names the modality up to this word. */
  private static final int FIRST_WORDS = 3;

  /**
   * A longer report without headings also tells of other parts: it has a history and an examination
   * by hand.
   */
  private static final int MAX_STATEMENTS = 12;

  private final BodyParts parts;
  private final Modalities modalities;
  private final Sides sides;

  DescribedParts(BodyParts parts, Modalities modalities, Sides sides) {
    this.parts = parts;
    this.modalities = modalities;
    this.sides = sides;
  }

  /** The first statements, and those of the impression, that present the study. */
  List<WordTokens> presenting(List<WordTokens> statements) {
    List<WordTokens> found = new ArrayList<>();
    int n = 0;
    for (WordTokens t : statements) {
      boolean opening = n++ < Examined.OPENING;
      boolean impression = t.sentence().section() == Section.IMPRESSION;
      // "hypodense lesion of the liver" in an impression is a finding
      boolean named = !opening && impression && !modalities.named(t).isEmpty();
      if ((opening || named) && presents(t)) {
        found.add(t);
      }
    }
    return found;
  }

  /** Whether a statement says what was examined: "This chest radiograph shows". */
  private boolean presents(WordTokens t) {
    List<Terms.Hit> hits = modalities.named(t);
    boolean modality =
        !modalities.signs(t).isEmpty() || !hits.isEmpty() && hits.get(0).first() <= FIRST_WORDS;
    return modality && !modalities.notNow(t);
  }

  /**
   * The first word for another part, if the statements describe another part and not this one.
   *
   * @param near whether one of these parts is this one
   */
  @Nullable Evidence other(List<WordTokens> statements, Predicate<Set<String>> near) {
    boolean headed = statements.stream().anyMatch(DescribedParts::headed);
    if (!headed && statements.size() > MAX_STATEMENTS) {
      return null;
    }
    Set<String> words = new LinkedHashSet<>();
    Evidence first = null;
    for (WordTokens t : statements) {
      Map<String, Terms.Hit> content = parts.content(t);
      if (near.test(content.keySet())) {
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
}
