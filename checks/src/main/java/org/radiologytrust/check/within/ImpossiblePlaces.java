package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Contradiction;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Finds places that a side does not have: "right lingula", "left upper lobe of the right lung". */
final class ImpossiblePlaces {
  private static final int BEFORE = 2;
  private static final int BEHIND = 6;

  private final Sides sides;
  private final SideWithinWords words;
  private final Anatomy anatomy;

  ImpossiblePlaces(SideWithinWords words, Sides sides, Anatomy anatomy) {
    this.anatomy = anatomy;
    this.words = words;
    this.sides = sides;
  }

  List<Contradiction> in(ReportReading r) {
    List<Contradiction> found = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      WordTokens t = s.words();
      @Nullable Side[] named = null;
      for (int i = 0; i < t.size(); i++) {
        Anatomy.OneSided only = anatomy.oneSided(t, i);
        Terms.Hit part = only == null ? words.parts().at(t, i) : new Terms.Hit("", i, only.last());
        if (part == null) {
          continue;
        }
        named = named == null ? sides.in(t) : named;
        int before = before(t, named, part);
        int behind = behind(t, named, part);
        Side beside = before < 0 ? null : named[before];
        Side own = only == null ? beside : only.side();
        if (only != null && before >= 0 && named[before] == own.opposite()) {
          found.add(contradiction(t, before, part.last()));
        } else if (own != null && behind >= 0 && named[behind] == own.opposite()) {
          found.add(
              contradiction(
                  t, before < 0 ? part.first() : before, Math.min(behind + 1, t.size() - 1)));
        }
        i = part.last();
      }
    }
    return found;
  }

  /** The side directly before a place, with at most one adjective between; -1 if there is none. */
  private static int before(WordTokens t, @Nullable Side[] named, Terms.Hit place) {
    for (int i = place.first() - 1; i >= 0 && i >= place.first() - BEFORE; i--) {
      if (t.clause(i) != t.clause(place.first())) {
        return -1;
      }
      if (named[i] != null) {
        return i;
      }
    }
    return -1;
  }

  /** The side in "of the right lung"; -1 if the place has no such words behind it. */
  private int behind(WordTokens t, @Nullable Side[] named, Terms.Hit place) {
    for (int i = place.last() + 1; i < t.size() && i <= place.last() + BEHIND; i++) {
      if (t.clause(i) != t.clause(place.last())) {
        return -1;
      }
      if (named[i] != null) {
        if (t.evidence(place.last(), i).value().contains("-")) {
          return -1; // "right middle lobe-left lower lobe" are two places
        }
        boolean ends = i + 1 == t.size() || t.clause(i + 1) != t.clause(i);
        boolean whole = !ends && words.wholes().at(t, i + 1) != null;
        return whole || ends && i > place.last() + 1 ? i : -1;
      }
      if (!words.links().contains(t.word(i))) {
        return -1;
      }
    }
    return -1;
  }

  private static Contradiction contradiction(WordTokens t, int first, int last) {
    return new Contradiction(
        t.evidence(first, last),
        Evidence.of(t.sentence()),
        "This side of the body does not have this part: check the images and correct the side or the"
            + " part.");
  }
}
