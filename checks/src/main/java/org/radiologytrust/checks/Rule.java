package org.radiologytrust.checks;

import java.util.Objects;
import java.util.Set;

/**
 * What a check looks for.
 *
 * @param id stable: lower-case words joined by hyphens, such as {@code side-order}
 * @param title a short name that people can read, such as {@code Side: order, report}
 * @param needs what the context must have; without it the check is not made
 */
public record Rule(String id, String title, Set<Input> needs) {
  /** What a check may need besides the text. */
  public enum Input {
    /** {@link Context.Ordered#procedure}, or the field of the order that the check compares. */
    ORDER,
    SEX,
    BIRTH_DATE,
    /** {@link Context#studied}. */
    STUDY_DATE,
    IMAGES,
    /**
     * {@link Context#earlier}. A check that needs it is not made without it, and {@link
     * Result#notMade} does not name it: the first report of a patient lacks nothing.
     */
    EARLIER
  }

  /**
   * @throws IllegalArgumentException if the id has another form
   */
  public Rule {
    if (!id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "the id of a check is lower-case words joined by hyphens, not " + id);
    }
    Objects.requireNonNull(title, "title");
    needs = Set.copyOf(needs);
  }
}
