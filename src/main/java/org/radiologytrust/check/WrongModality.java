package org.radiologytrust.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.text.Terms;
import org.radiologytrust.text.WordTokens;

/** Finds the words of a report that name another modality than the study has. */
final class WrongModality {
  private static final int SUBJECT = 6;

  private final Modalities modalities;

  WrongModality(Modalities modalities) {
    this.modalities = modalities;
  }

  /**
   * The first wrong modality; {@code null} if any word of examination or technique fits.
   *
   * @param study DICOM codes of the study; {@code null} if one is unknown
   */
  @Nullable Evidence in(Audit c, @Nullable List<String> study) {
    if (study == null || study.isEmpty()) {
      return null;
    }
    List<WordTokens> lines = Examination.lines(c, modalities);
    return lines.isEmpty() ? opening(c, study) : contradicting(lines, study);
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
