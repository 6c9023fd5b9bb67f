package org.radiologytrust.text.mentions;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.words.WordTokens;

/**
 * One place where a sentence names something.
 *
 * @param kind what it is
 * @param concept id of the word list's entry, for example {@code opacity}
 * @param family id shared by the second names of one finding; equals {@code concept} for other
 *     kinds
 * @param side {@code null} if the text names none for it
 * @param sideSource where the side stands; {@code null} exactly if {@code side} is
 * @param sites the places of the body that the sentence names for it
 * @param words the words of the sentence
 * @param first the first word of the mention
 * @param last the last word of the mention
 * @param sideAt the word that names the side, or the end of the phrase that does; -1 if it is in
 *     another line or there is none
 */
public record Mention(
    MentionKind kind,
    String concept,
    String family,
    Polarity polarity,
    Certainty certainty,
    MentionTime time,
    @Nullable Side side,
    @Nullable SideSource sideSource,
    Set<Site> sites,
    WordTokens words,
    int first,
    int last,
    int sideAt) {

  /** Whether the sentence says, of this patient and now, that it is there. */
  public boolean present() {
    return polarity == Polarity.AFFIRMED
        && certainty == Certainty.CERTAIN
        && time == MentionTime.NOW;
  }

  /** Whether the sentence says, of this patient and now, that it is not there. */
  public boolean absent() {
    return polarity == Polarity.DENIED && certainty == Certainty.CERTAIN && time == MentionTime.NOW;
  }

  public Section section() {
    return words.sentence().section();
  }

  /** The place of the mention itself in the report. */
  public Span span() {
    return words.evidence(first, last).span();
  }

  /** The mention with its side, in the words of the report. */
  public Evidence evidence() {
    return sideAt < 0
        ? words.evidence(first, last)
        : words.evidence(Math.min(first, sideAt), Math.max(last, sideAt));
  }

  Mention withSites(Set<Site> named) {
    return new Mention(
        kind,
        concept,
        family,
        polarity,
        certainty,
        time,
        side,
        sideSource,
        named,
        words,
        first,
        last,
        sideAt);
  }

  Mention withSide(Side named, SideSource source, int at) {
    return new Mention(
        kind, concept, family, polarity, certainty, time, named, source, sites, words, first, last,
        at);
  }
}
