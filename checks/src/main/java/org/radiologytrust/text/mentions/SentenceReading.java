package org.radiologytrust.text.mentions;

import java.util.List;
import java.util.stream.Stream;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.words.WordTokens;

/**
 * One sentence as the checks read it.
 *
 * @param scopes what is denied, possible or of another time, word by word
 * @param mentions in order of the text
 */
public record SentenceReading(
    Sentence sentence, WordTokens words, Scopes.Reading scopes, List<Mention> mentions) {
  /** How many words may stand before the negation of an absence, as in "There is also no". */
  private static final int START = 4;

  public Section section() {
    return sentence.section();
  }

  /**
   * Whether the sentence only says that something is not there: it denies all findings that it
   * names. Without a finding: a negation near its start reaches to its end.
   */
  public boolean denied() {
    List<Mention> findings = mentions(MentionKind.FINDING).toList();
    if (!findings.isEmpty()) {
      return denied(findings, 0);
    }
    int last = words.size() - 1;
    return last >= 0 && scopes.polarity(last) == Polarity.DENIED && scopes.negation(last) <= START;
  }

  /**
   * Whether words from {@code first} on only say that these findings are not there: all are denied,
   * and no more than a few words stand before the negation.
   */
  boolean denied(List<Mention> findings, int first) {
    int finding = findings.get(0).last();
    int negation = scopes.negation(finding);
    return findings.stream().allMatch(Mention::absent)
        && (negation > finding || negation - first <= START);
  }

  /** Whether nothing is denied before a word, in its part of the sentence. */
  public boolean affirmedBefore(int word) {
    for (int i = word - 1; i >= 0 && words.part(i) == words.part(word); i--) {
      if (scopes.polarity(i) != Polarity.AFFIRMED) {
        return false;
      }
    }
    return true;
  }

  /** The mentions of one kind. */
  public Stream<Mention> mentions(MentionKind kind) {
    return mentions.stream().filter(m -> m.kind() == kind);
  }
}
