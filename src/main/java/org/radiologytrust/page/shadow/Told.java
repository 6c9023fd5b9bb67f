package org.radiologytrust.page.shadow;

import java.time.Instant;
import java.util.Optional;
import org.radiologytrust.page.door.Times;

/**
 * What a form says about who was told of a flag.
 *
 * @param whom as it was written, without characters that nobody sees
 * @param at when; empty if the form has no time
 */
record Told(String whom, Optional<Instant> at) {
  /** Most characters of who was told. */
  static final int LONGEST = 200;

  /**
   * @param when such as {@code 2026-04-01T10:42}, in the time zone of the server
   */
  static Told of(String whom, String when) {
    return new Told(whom.replaceAll("\\p{Cntrl}", " ").strip(), Times.ofField(when));
  }

  /** What is wrong, in a sentence; empty if nothing is. */
  String problem(Instant now) {
    if (whom.isEmpty()) {
      return "Say whom you told.";
    }
    if (whom.length() > LONGEST) {
      return "Whom you told has at most " + LONGEST + " characters.";
    }
    if (at.isEmpty()) {
      return "Say when you told it.";
    }
    return at.get().isAfter(now) ? "The time is still to come." : "";
  }

  /** Withholds the name. */
  @Override
  public String toString() {
    return "Told[" + at + "]";
  }
}
