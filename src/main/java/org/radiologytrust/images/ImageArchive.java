package org.radiologytrust.images;

import java.io.IOException;
import org.radiologytrust.model.Instance;

/**
 * Images for people: as a model is shown them, and with their stored values. Always asks the image
 * store, so an image that was replaced or deleted there is noticed. Implementations can be called
 * by several threads at once.
 */
public interface ImageArchive {
  /** Used when no image store is configured. */
  ImageArchive NONE =
      new ImageArchive() {
        @Override
        public Rendered rendered(Instance instance) throws Unavailable {
          throw none();
        }

        @Override
        public Pixels pixels(Instance instance, int frame) throws Unavailable {
          throw none();
        }

        @Override
        public boolean answers() {
          return false;
        }

        private Unavailable none() {
          return new Unavailable(Why.NO_ANSWER, "no image store is configured");
        }
      };

  /** Why there is no image. */
  enum Why {
    /** The image store does not have the object any more. */
    GONE,
    /** The object has no pixels that can be shown, or too many. */
    UNREADABLE,
    /** The image store does not answer, or refuses our login. A retry may help. */
    NO_ANSWER
  }

  /** There is no image. The message has no patient data. */
  final class Unavailable extends IOException {
    private final Why why;

    public Unavailable(Why why, String message) {
      super(message);
      this.why = why;
    }

    public Why why() {
      return why;
    }
  }

  /** An image as {@link ImageSource#png} renders it now. */
  record Rendered(byte[] png, Pixels.Edges edges) {
    @Override
    public String toString() {
      return "Rendered";
    }
  }

  /**
   * Renders an image as for a model.
   *
   * @throws Unavailable when there is no image
   */
  Rendered rendered(Instance instance) throws Unavailable;

  /** Whether the image store answers now. May take seconds. */
  boolean answers();

  /**
   * Decodes one frame.
   *
   * @param frame index, from 0
   * @throws Unavailable when there is no such frame
   */
  Pixels pixels(Instance instance, int frame) throws Unavailable;
}
