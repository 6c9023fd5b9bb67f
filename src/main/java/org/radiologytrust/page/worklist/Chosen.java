package org.radiologytrust.page.worklist;

import java.util.List;
import java.util.function.Function;

/**
 * The choice of a session.
 *
 * @param number grows with each change: a page in another tab sees that its filters are old
 */
record Chosen(int number, Choice choice) {
  static final Chosen FIRST = new Chosen(0, Choice.FIRST);

  Chosen changed(Function<String, List<String>> form) {
    return new Chosen(number + 1, choice.changed(form));
  }

  /** The same filters without the search. */
  Chosen unsearched() {
    return new Chosen(number + 1, choice.with(""));
  }
}
