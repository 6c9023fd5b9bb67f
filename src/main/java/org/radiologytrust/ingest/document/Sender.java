package org.radiologytrust.ingest.document;

/**
 * Who sent a message with documents. The documents of one sender wait for each other, and not for
 * those of others.
 *
 * @param address from which the message came; empty if it is not known
 * @param name by which the message calls its sender
 */
public record Sender(String address, String name) {
  /** This machine, such as a file that a command reads. */
  public static final Sender LOCAL = new Sender("", "");
}
