package org.radiologytrust.check.exam;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Finds the words of a report that name another modality than the study has. */
final class WrongModality {
  private static final int BEFORE = 4;
  private static final int BEHIND = 2;

  private final Modalities modalities;

  WrongModality(Modalities modalities) {
    this.modalities = modalities;
  }

  /**
   * The first wrong modality: one that is named, else one that the description of the images
   * implies. {@code null} if any word fits.
   *
   * @param study DICOM codes of the study; {@code null} if one is unknown
   */
  @Nullable Evidence in(ReportReading r, @Nullable List<String> study) {
    if (study == null || study.isEmpty()) {
      return null;
    }
    Examined examined = Examined.of(r, modalities);
    Search named = new Search(study, h -> modalities.codes(h).stream().toList());
    Search implied = new Search(study, h -> modalities.signCodes(h).stream().toList());
    for (WordTokens t : examined.names()) {
      boolean other = modalities.otherStudy(t);
      modalities.named(t).forEach(h -> named.add(t, h, !other));
      modalities.signs(t).forEach(h -> implied.add(t, h, !other));
    }
    if (named.first != null && !named.fits) {
      return named.first;
    }
    int n = 0;
    for (WordTokens t : examined.statements()) {
      boolean opening = n++ < Examined.OPENING || t.sentence().section() == Section.IMPRESSION;
      if (!modalities.notNow(t)) {
        modalities.named(t).forEach(h -> named.add(t, h, opening && presented(t, h)));
        modalities.signs(t).forEach(h -> implied.add(t, h, opening));
      }
    }
    if (named.fits || implied.fits) {
      return null;
    }
    return named.first == null ? implied.first : named.first;
  }

  /** "This CT shows", "normal chest radiograph", "CT of the head was performed" */
  boolean presented(WordTokens t, Terms.Hit hit) {
    return Window.before(t, hit.first(), BEFORE).inClause().has(modalities::presentsBefore)
        || hit.first() <= BEFORE
            && Window.behind(t, hit.last(), BEHIND).inClause().has(modalities::presents);
  }

  /** What the words of one kind say. */
  private static final class Search {
    private final List<String> study;
    private final Function<Terms.Hit, List<String>> codes;
    boolean fits;
    @Nullable Evidence first;

    Search(List<String> study, Function<Terms.Hit, List<String>> codes) {
      this.study = study;
      this.codes = codes;
    }

    /**
     * @param own whether the word certainly is about the report's own study
     */
    void add(WordTokens t, Terms.Hit hit, boolean own) {
      if (codes.apply(hit).stream().anyMatch(study::contains)) {
        fits = true;
      } else if (first == null && own) {
        first = t.evidence(hit.first(), hit.last());
      }
    }
  }
}
