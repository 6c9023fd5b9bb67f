package org.radiologytrust.check.within;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.text.measures.MeasuredThing;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * What a sentence of a report or of an addendum states.
 *
 * @param denied what it says is not there
 * @param sizes sizes of findings in this study
 * @param another whether it speaks of a further finding
 * @param otherStudy whether it tells of another study
 * @param aside whether it recommends something or says who was told. Such a sentence may call
 *     possible what is certain.
 */
public record Statement(
    SentenceReading sentence,
    List<Placed> findings,
    List<Denial> denied,
    List<MeasuredThing> sizes,
    boolean another,
    boolean otherStudy,
    boolean aside) {
  /** Adds the kinds of its findings. */
  void addFamilies(Set<String> families) {
    findings.forEach(p -> families.add(p.mention().family()));
  }

  /** The places where it holds the same finding for there or possible, now. */
  public Stream<Placed> stated(Mention m) {
    return findings.stream()
        .filter(other -> other.mention().concept().equals(m.concept()))
        .filter(other -> other.mention().polarity() == Polarity.AFFIRMED)
        .filter(other -> other.mention().time() == MentionTime.NOW)
        .filter(other -> other.mention().certainty() != Certainty.ASKED);
  }

  /** Those of them that may be the same finding, as far as side and place go. */
  public Stream<Placed> statedAt(Placed p) {
    return stated(p.mention())
        .filter(other -> sidesAgree(p.mention(), other.mention()))
        .filter(other -> !other.place().apart(p.place()));
  }

  private static boolean sidesAgree(Mention a, Mention b) {
    return a.side() == null || b.side() == null || a.side() == b.side();
  }
}
