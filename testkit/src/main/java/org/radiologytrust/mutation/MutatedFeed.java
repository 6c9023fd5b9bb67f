package org.radiologytrust.mutation;

import java.util.List;
import java.util.Map;

/** Sends messages of one kind, changed at random, to a journal. The seed decides the messages. */
public interface MutatedFeed extends AutoCloseable {
  /**
   * Makes the next message and sends it.
   *
   * @param complaints gets a line for each thing that is wrong with what became of it
   * @return the message
   */
  byte[] sendNext(List<String> complaints);

  /** Compares the journal with what was sent, after the last message. */
  void compare(List<String> complaints);

  /** How many messages had each fate. */
  Map<String, Integer> fates();

  @Override
  void close();
}
