package org.radiologytrust.chaos;

import java.io.IOException;

/** A way by which reports come. */
interface Feed extends AutoCloseable {
  /**
   * Sends it and returns when it was acknowledged.
   *
   * @param node where, if the feed has a choice
   * @throws IOException if it was not acknowledged: it must be sent again
   */
  void send(ReportVersion version, Node node) throws IOException, InterruptedException;

  @Override
  default void close() {}
}
