package org.radiologytrust.text;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;

/**
 * One sentence as the checks read it.
 *
 * @param scopes what is denied, possible or of another time, word by word
 * @param mentions in order of the text
 */
public record SentenceReading(
    Sentence sentence, WordTokens words, Scopes.Reading scopes, List<Mention> mentions) {

  public Section section() {
    return sentence.section();
  }

  /** The mentions of one kind. */
  public Stream<Mention> mentions(MentionKind kind) {
    return mentions.stream().filter(m -> m.kind() == kind);
  }
}
