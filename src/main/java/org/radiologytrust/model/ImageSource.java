package org.radiologytrust.model;

import java.io.IOException;

/** Gives the pixels of an image as the model sees them. */
public interface ImageSource {
  /** The store does not answer, or lets nobody in: a later try may go through. */
  final class Unavailable extends IOException {
    public Unavailable(String message) {
      super(message);
    }
  }

  /**
   * An 8-bit grey or RGB PNG, windowed, neither side longer than 896 pixels.
   *
   * @throws Unavailable when the store does not answer
   * @throws IOException when the pixels cannot be decoded; the messages name no patient
   */
  byte[] png(Instance instance) throws IOException;
}
