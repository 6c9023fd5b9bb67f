package org.radiologytrust.model;

/** How urgent an order is, if it is more than routine. */
public enum Urgency {
  /** At once. */
  STAT,
  /** Before routine work. */
  URGENT
}
