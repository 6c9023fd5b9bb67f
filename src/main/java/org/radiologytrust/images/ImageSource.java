package org.radiologytrust.images;

import java.io.IOException;
import java.util.Optional;
import org.radiologytrust.model.Instance;

/** Renders images for the model. Implementations can be called by several threads at once. */
public interface ImageSource {
  /** Used when no image store is configured: refuses every image. */
  ImageSource NONE =
      instance -> {
        throw new Unreadable("no image store is configured: set rtl.orthanc.url");
      };

  /**
   * The object has no pixels that can be rendered; a retry does not help. The message gives the
   * reason without patient data.
   */
  final class Unreadable extends IOException {
    public Unreadable(String message) {
      super(message);
    }
  }

  /**
   * Renders an image as an 8-bit grey or RGB PNG with its window applied. Neither side is longer
   * than 896 pixels.
   *
   * @throws Unreadable when the object has no pixels that can be rendered
   * @throws IOException when the image store does not deliver the image, or it cannot be decoded
   */
  byte[] png(Instance instance) throws IOException;

  /**
   * How {@link #png} renders an image, in words. Two images of the same object and the same recipe
   * are equal.
   */
  default String recipe(Instance instance) {
    return "";
  }

  /**
   * The size of the image that {@link #png} scales and pads; empty where it is not known.
   *
   * @throws IOException when the image store does not tell it
   */
  default Optional<ImageSize> size(Instance instance) throws IOException {
    return Optional.empty();
  }
}
