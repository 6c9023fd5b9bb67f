package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An addition to a report that came in a message of its own.
 *
 * @param text its words in {@link Report#text}, without the heading
 * @param time when it was released; null when its message does not say
 */
public record Addendum(
    Span text, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant time) {
  /** The line above each addendum in a report's text; the word lists know it as a heading. */
  public static final String HEADING = "ADDENDUM:";

  /**
   * The check whose results are the sentences that addenda change: first the changed sentence, then
   * that of the addendum.
   */
  public static final String CHECK = "changed-by-addendum";
}
