package org.radiologytrust.pipeline.words;

import java.util.List;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Scopes;
import org.radiologytrust.text.words.WordTokens;

/** Finds claims that hold something only possible, or ask for it. */
public final class Hedges {
  private final Scopes scopes;

  public Hedges(Scopes scopes) {
    this.scopes = scopes;
  }

  /** Whether a text holds any of its words only possible. */
  public boolean in(String text) {
    WordTokens t = WordTokens.of(text);
    Scopes.Reading reading = scopes.read(t);
    for (int i = 0; i < t.size(); i++) {
      if (reading.certainty(i) != Certainty.CERTAIN) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a claim is hedged, by itself or by words of its sentence that it does not quote.
   *
   * @param sentences of the report
   */
  public boolean in(Claim claim, List<Sentence> sentences) {
    return in(claim.text())
        || sentences.stream()
            .filter(s -> s.number() == claim.sentence())
            .anyMatch(s -> in(claim, s));
  }

  private boolean in(Claim claim, Sentence sentence) {
    WordTokens t = WordTokens.of(sentence);
    Scopes.Reading reading = scopes.read(t);
    for (int i = 0; i < t.size(); i++) {
      if (reading.certainty(i) != Certainty.CERTAIN
          && t.evidence(i, i).span().overlaps(claim.span())) {
        return true;
      }
    }
    return false;
  }
}
