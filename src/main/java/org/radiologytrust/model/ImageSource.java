package org.radiologytrust.model;

import java.io.IOException;

/** Gives the pixels of an image as the model sees them. */
public interface ImageSource {
  /** Where no image store is configured. */
  ImageSource NONE =
      instance -> {
        throw new Unreadable("no image store is configured: set rtl.orthanc.url");
      };

  /** There are no pixels that can be shown. The message says why, and names no patient. */
  final class Unreadable extends IOException {
    public Unreadable(String message) {
      super(message);
    }
  }

  /**
   * An 8-bit grey or RGB PNG, windowed, neither side longer than 896 pixels.
   *
   * @throws Unreadable when there are none that can be shown
   * @throws IOException when the store does not give them, or they cannot be decoded
   */
  byte[] png(Instance instance) throws IOException;
}
