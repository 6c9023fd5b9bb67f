package org.radiologytrust.ops;

import java.util.function.Supplier;
import org.radiologytrust.journal.JournalException;

/** Calls of an operator: what they tell when they fail holds no value of a message. */
final class Calls {
  private Calls() {}

  /**
   * @throws IllegalStateException without a cause, which could quote what the journal holds
   */
  static <T> T safe(Supplier<T> call) {
    try {
      return call.get();
    } catch (JournalException e) {
      throw new IllegalStateException(e.getMessage());
    } catch (RuntimeException e) {
      throw new IllegalStateException("internal error (" + e.getClass().getSimpleName() + ")");
    }
  }
}
