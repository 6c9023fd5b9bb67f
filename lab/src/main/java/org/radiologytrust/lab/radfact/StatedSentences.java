package org.radiologytrust.lab.radfact;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.sections.Segmenter;

/** Splits a text into sentences, as an audit does. */
final class StatedSentences {
  private StatedSentences() {}

  /** The sentences in sections that state results, in order. */
  static List<Sentence> of(Segmenter segmenter, String text) {
    Report report =
        Report.of("radfact", "1")
            .patient(new Patient(List.of(), "", "", null, null, ""))
            .order(new Order("", "", List.of(), List.of(), null, "", "", ""))
            .text(text)
            .pilot(true)
            .build();
    return segmenter
        .segment(Audit.of(new UUID(0, 0), report).withModel(true).started(Instant.EPOCH).build())
        .sentences()
        .stream()
        .filter(s -> s.section().stated())
        .toList();
  }
}
