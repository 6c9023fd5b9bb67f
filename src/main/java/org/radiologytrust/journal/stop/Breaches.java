package org.radiologytrust.journal.stop;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checks that left their band, and what people answered. A breach begins with the look that
 * finds it, and ends with one that finds the check within its band. Answers are never changed or
 * deleted.
 */
public interface Breaches {
  /**
   * What is judged.
   *
   * @param check its id; all-checks for all together
   * @param kind flags, precision, silence or wrong
   * @param strength word of the strength of the flags that were judged; empty for all
   */
  record Place(String check, String kind, String strength) {}

  /**
   * What a look found outside its band.
   *
   * @param words figures and band
   */
  record Found(Place place, String words) {}

  /** What a person decides. */
  enum What {
    /** The check goes on as it is. */
    GO_ON,
    /** The person made it quiet. */
    QUIET;

    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty if there is no such word. */
    public static Optional<What> of(String code) {
      return Stream.of(values()).filter(w -> w.code().equals(code)).findFirst();
    }
  }

  /**
   * An answer of a person.
   *
   * @param number counted from 1 for one breach
   */
  record Answer(int number, What what, String reason, String user, Instant at) {}

  /**
   * A time in which a check was outside its band.
   *
   * @param number counted from 1 for its place
   * @param ended {@code null} while it goes on
   * @param answer the last one; {@code null} while nobody has answered
   */
  record Breach(
      Place place,
      int number,
      String words,
      Instant began,
      @Nullable Instant ended,
      @Nullable Answer answer) {
    /** Whether a person answered after this time. */
    public boolean answeredSince(Instant since) {
      return answer != null && answer.at().isAfter(since);
    }

    /** Number of the last answer; 0 if there is none. */
    public int seen() {
      return answer == null ? 0 : answer.number();
    }
  }

  /**
   * The last look.
   *
   * @param judged in how many respects checks were judged
   * @param unknown of these, where nothing can be said
   */
  record Look(Instant at, int judged, int unknown) {}

  /**
   * Stores a look. What is neither outside nor within is left as it is: nothing can be said of it.
   */
  void looked(Collection<Found> outside, Collection<Place> within, int unknown);

  /** Empty before the first look. */
  Optional<Look> last();

  /** The breaches that go on, the oldest first. */
  List<Breach> open();

  /** Those that went on at some time from {@code from} to before {@code to}, the oldest first. */
  List<Breach> between(Instant from, Instant to);

  /**
   * Stores an answer. The same one again is stored once.
   *
   * @param number of the breach
   * @param seen number of the last answer that the person saw; 0 if there was none
   * @return false if there is no such breach that goes on, or somebody else answered meanwhile;
   *     then nothing is stored
   */
  boolean answer(Place place, int number, int seen, What what, String reason, String user);
}
