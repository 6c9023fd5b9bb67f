package org.radiologytrust.journal.work;

import java.util.UUID;

/**
 * One start of the product on a machine.
 *
 * @param name the machine, for people
 * @param id unique for each start: a node that starts again does not continue what its last start
 *     had begun
 */
public record Node(String name, String id) {
  /** A node that starts now. */
  public static Node start(String name) {
    return new Node(name, name + "-" + UUID.randomUUID());
  }
}
