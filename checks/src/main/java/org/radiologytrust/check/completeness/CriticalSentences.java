package org.radiologytrust.check.completeness;

import java.util.List;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/** The sentences in which a report gives its findings. */
final class CriticalSentences {
  /** A longer text without sections tells of the patient's course, not of one examination. */
  private static final int SHORT = 5;

  private CriticalSentences() {}

  /** Those of findings and impression; in a short report without such headings, all. */
  static List<SentenceReading> of(ReportReading r) {
    List<SentenceReading> sections =
        r.sentences().stream()
            .filter(s -> s.section() == Section.FINDINGS || s.section() == Section.IMPRESSION)
            .toList();
    List<SentenceReading> others = r.of(Section.OTHER);
    boolean course = r.of(Section.FINDINGS).isEmpty() && others.size() > SHORT;
    if (course || !sections.isEmpty()) {
      return course ? List.of() : sections;
    }
    return r.of(Section.HISTORY).isEmpty() ? others : List.of();
  }
}
