package org.radiologytrust.journal.work;

/** This node was too slow, and another may have taken over its work. */
public final class LeaseEndedException extends Exception {
  LeaseEndedException() {
    super("this node was too slow, and another may have taken over");
  }
}
