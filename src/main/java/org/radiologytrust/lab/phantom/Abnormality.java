package org.radiologytrust.lab.phantom;

/**
 * Something that the phantom shows.
 *
 * @param side the patient's side; a wide heart has none and ignores it
 * @param size from 0 (exclusive, barely there) to 1 (most of that lung)
 */
public record Abnormality(Kind kind, Side side, double size) {
  public Abnormality {
    if (!(size > 0 && size <= 1)) {
      throw new IllegalArgumentException("size of an abnormality must be above 0 and at most 1");
    }
  }

  /** Its name as a report has it: "left pleural effusion", "cardiomegaly". */
  public String finding() {
    return kind == Kind.CARDIOMEGALY ? kind.word : side.word + " " + kind.word;
  }

  /** What it is. */
  public enum Kind {
    PLEURAL_EFFUSION("pleural effusion"),
    OPACITY("lung opacity"),
    CARDIOMEGALY("cardiomegaly"),
    PNEUMOTHORAX("pneumothorax");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** The patient's side, which a frontal image shows on its other one. */
  public enum Side {
    LEFT("left"),
    RIGHT("right");

    private final String word;

    Side(String word) {
      this.word = word;
    }

    /** +1 for the image's right half, -1 for its left one. */
    int sign() {
      return this == LEFT ? 1 : -1;
    }
  }
}
