package org.radiologytrust.page.worklist;

import java.util.List;
import org.radiologytrust.journal.reviews.Worklist.State;

/**
 * The counts of the list that stand together. What was checked and what was not are never one
 * number, and each report but a withdrawn one is in exactly one.
 */
public record CountGroup(String title, List<State> states) {
  public static final List<CountGroup> ALL =
      List.of(
          new CountGroup("To do", List.of(State.OPEN, State.TO_CORRECT, State.QUESTIONS)),
          new CountGroup("Checked", List.of(State.NO_FLAG, State.DECIDED)),
          new CountGroup("Nothing known yet", List.of(State.WAITING, State.NOT_AUDITABLE)));

  /** The key of a count: its place among all, from 1. */
  public static int key(State state) {
    return ALL.stream().flatMap(group -> group.states.stream()).toList().indexOf(state) + 1;
  }
}
