package org.radiologytrust.text;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.model.Section;

/**
 * One report as the checks read it.
 *
 * @param sentences all sentences in order of the text, background and administrative ones included
 */
public record ReportReading(List<SentenceReading> sentences) {

  /** The sentences of one section. */
  public List<SentenceReading> of(Section section) {
    return sentences.stream().filter(s -> s.section() == section).toList();
  }

  /** The sentences of all sections that make statements about the images. */
  public List<SentenceReading> stated() {
    return sentences.stream().filter(s -> s.section().stated()).toList();
  }

  /** All mentions of one kind, in order of the text. */
  public Stream<Mention> mentions(MentionKind kind) {
    return sentences.stream().flatMap(s -> s.mentions(kind));
  }
}
