package org.radiologytrust.peers;

/** Ends a peer that is not closed when the JVM ends. */
public final class AtExit implements AutoCloseable {
  private final Thread hook;

  public AtExit(String peer, Runnable end) {
    hook = new Thread(end, peer + "-exit");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** It has ended by itself. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM ends
    }
  }
}
