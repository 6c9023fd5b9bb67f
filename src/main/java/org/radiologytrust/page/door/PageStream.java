package org.radiologytrust.page.door;

/** A page on its way to the browser, while it is still being made. */
public interface PageStream {
  /**
   * Sends what was made so far, before something takes long.
   *
   * @throws java.io.UncheckedIOException if the browser has gone: nobody needs the rest
   */
  void send();
}
