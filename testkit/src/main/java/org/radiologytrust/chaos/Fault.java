package org.radiologytrust.chaos;

import java.time.Duration;

/**
 * One fault of a plan.
 *
 * @param number from 1
 * @param node from 0; without meaning where the kind does not concern a node
 * @param at since the start of the plan
 * @param length until it is mended; a start of a node or of the database comes after that
 */
record Fault(int number, FaultKind kind, int node, Duration at, Duration length) {
  Duration end() {
    return at.plus(length);
  }

  @Override
  public String toString() {
    String where = kind.ofNode() ? " node " + node : "";
    return "fault %d: %s%s for %.1f s".formatted(number, kind, where, length.toMillis() / 1000.0);
  }
}
