package org.radiologytrust.check.exam;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.words.WordTokens;

/** Finds a number of views that the name of the examination contradicts. */
final class ViewsWithin {
  /** What stands later in a sentence can be about the study that it compares with. */
  private static final int FIRST_WORDS = 3;

  private final ViewWords words;
  private final BodyParts parts;
  private final Modalities modalities;

  ViewsWithin(ViewWords words, BodyParts parts, Modalities modalities) {
    this.words = words;
    this.parts = parts;
    this.modalities = modalities;
  }

  /** The first such number for the same body part; {@code null} if there is none. */
  @Nullable OtherExam in(Examined examined) {
    ViewCount own = null;
    Set<String> part = Set.of();
    Evidence name = null;
    for (WordTokens t : examined.all()) {
      boolean statement = t.sentence().section() != Section.TECHNIQUE;
      ViewCount count = statement && !words.presents(t) ? null : words.in(t, !statement);
      if (count == null || modalities.notNow(t) && (statement || count.first() >= FIRST_WORDS)) {
        continue;
      }
      Evidence here = t.evidence(count.first(), count.last());
      if (own == null) {
        own = count;
        name = here;
        part = parts.orderedCodes(t);
        if (statement || !Examined.isName(t) || part.isEmpty()) {
          return null;
        }
      } else if (count.contradicts(own) && parts.orderedCodes(t).equals(part)) {
        return new OtherExam(
            here,
            name,
            "The name of the examination says another number of views: correct the wrong one.");
      }
    }
    return null;
  }
}
