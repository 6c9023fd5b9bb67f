package org.radiologytrust.text.measures;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.WordTokens;

/**
 * A measurement with what it measures.
 *
 * @param sentence the sentence of the measurement
 * @param measurement the measurement
 * @param mention the finding that it measures; {@code null} if the word list of findings does not
 *     have it
 * @param family the same for names that can mean the same thing
 * @param limits the sizes that are possible; {@code null} if it has none
 * @param organ whether it is an organ, not a finding
 * @param direct whether only words of measuring stand between the thing and its size
 * @param before the sentence that names the thing, if that is another one than {@code sentence}
 * @param first first word of the thing in the sentence that names it
 * @param last last word of the thing
 */
public record MeasuredThing(
    SentenceReading sentence,
    Measurement measurement,
    @Nullable Mention mention,
    String family,
    @Nullable Limits limits,
    boolean organ,
    boolean direct,
    @Nullable SentenceReading before,
    int first,
    int last) {

  /**
   * Sizes that are possible.
   *
   * @param min in millimetres
   * @param max in millimetres
   * @param decimal the smallest that is given in millimetres with decimals: "1.2 mm nodule" is one
   *     of 1.2 cm
   */
  public record Limits(double min, double max, double decimal) {
    public boolean allow(double millimetres) {
      return min <= millimetres && millimetres <= max;
    }

    /** Whether a measurement is possible, whose largest value counts. */
    public boolean allow(Measurement m) {
      boolean fraction =
          m.largest() < decimal
              && m.values().equals(m.written())
              && m.written().stream().anyMatch(v -> v != Math.rint(v));
      return allow(m.largest()) && !fraction;
    }
  }

  public @Nullable Side side() {
    return mention == null ? null : mention.side();
  }

  public Set<Site> sites() {
    return mention == null ? Set.of() : mention.sites();
  }

  /** Whether the report does not deny it, and speaks of this patient and now. */
  public boolean affirmed() {
    return mention == null
        || mention.polarity() == Polarity.AFFIRMED && mention.time() == MentionTime.NOW;
  }

  /** Whether sides and sites do not tell it from another thing. */
  public boolean mayBe(MeasuredThing other) {
    boolean sides = side() == null || other.side() == null || side() == other.side();
    boolean sites =
        sites().isEmpty() || other.sites().isEmpty() || Site.meet(sites(), other.sites());
    return sides && sites;
  }

  /** The measurement with the words of the thing and its side, if all are in one sentence. */
  public Evidence evidence() {
    WordTokens t = sentence.words();
    int from = measurement.first();
    int to = measurement.last();
    if (before == null) {
      int side = mention == null || mention.sideAt() < 0 ? first : mention.sideAt();
      from = Math.min(from, Math.min(first, side));
      to = Math.max(to, Math.max(last, side));
    }
    return t.evidence(from, to);
  }
}
