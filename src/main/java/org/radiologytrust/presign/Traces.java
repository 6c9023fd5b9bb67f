package org.radiologytrust.presign;

import java.util.function.Consumer;
import org.radiologytrust.journal.logins.Access;

/**
 * What stays of a check: never a word of the report. Both are told before the answer is sent; if
 * one throws, nothing is answered.
 *
 * @param accesses records who had something checked
 * @param flags keeps flags without words
 */
public record Traces(Consumer<Access> accesses, Consumer<Draft> flags) {
  /** Only who had something checked. */
  public static Traces of(Consumer<Access> accesses) {
    return new Traces(accesses, draft -> {});
  }
}
