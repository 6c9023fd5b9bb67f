package org.radiologytrust.lab.phantom;

/**
 * A finding that a phantom shows.
 *
 * @param side the patient's side; ignored for cardiomegaly
 * @param size from 0 (exclusive, barely there) to 1 (most of that lung)
 */
public record Abnormality(Kind kind, Side side, double size) {
  public Abnormality {
    if (!(size > 0 && size <= 1)) {
      throw new IllegalArgumentException("size of an abnormality must be above 0 and at most 1");
    }
  }

  /** Its name as in a report: "left pleural effusion", "cardiomegaly". */
  public String finding() {
    return kind == Kind.CARDIOMEGALY ? kind.word : side.word + " " + kind.word;
  }

  /** The kind of finding. */
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

  /** The patient's side. A frontal image shows it on the opposite side. */
  public enum Side {
    LEFT("left"),
    RIGHT("right");

    private final String word;

    Side(String word) {
      this.word = word;
    }

    /** +1 if it is in the image's right half, -1 if in the left half. */
    int sign() {
      return this == LEFT ? 1 : -1;
    }
  }
}
