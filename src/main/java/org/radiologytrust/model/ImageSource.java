package org.radiologytrust.model;

import java.io.IOException;

/** Gives the pixels of an image as the model sees them. */
public interface ImageSource {
  /**
   * An 8-bit grey or RGB PNG, windowed, neither side longer than 896 pixels.
   *
   * @throws IOException when the store does not answer or the pixels cannot be decoded; the message
   *     names no patient
   */
  byte[] png(Instance instance) throws IOException;
}
