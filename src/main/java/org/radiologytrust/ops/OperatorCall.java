package org.radiologytrust.ops;

import java.util.function.Supplier;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.operate.OperationRefused;
import org.radiologytrust.runtime.Faults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs an operation for an operator so that its errors contain no value of a message. */
final class OperatorCall {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorCall.class);

  private OperatorCall() {}

  /**
   * Calls and returns the result.
   *
   * @throws IllegalArgumentException when the operation is not possible
   * @throws IllegalStateException when the call fails; it has no cause, because a cause could quote
   *     a message
   */
  static <T> T withSafeErrors(Supplier<T> call) {
    try {
      return call.get();
    } catch (OperationRefused e) {
      // of a class that a console knows
      throw new IllegalArgumentException(e.getMessage());
    } catch (JournalException e) {
      throw new IllegalStateException(e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("a call of an operator failed: {}", e.getClass().getName());
      throw new IllegalStateException(Faults.INTERNAL);
    }
  }
}
