package org.radiologytrust.text.changes;

/** What a change is about, the heaviest first. */
public enum ChangeKind {
  FINDING_ADDED(Weight.MUCH),
  FINDING_REMOVED(Weight.MUCH),
  SIDE(Weight.MUCH),
  SIZE(Weight.LITTLE),
  CERTAINTY(Weight.LITTLE),
  RECOMMENDATION(Weight.LITTLE),
  /** None of the above. */
  WORDING(Weight.WORDING);

  /** How much a change can matter. It says nothing about who was right. */
  public enum Weight {
    MUCH,
    LITTLE,
    WORDING
  }

  private final Weight weight;

  ChangeKind(Weight weight) {
    this.weight = weight;
  }

  public Weight weight() {
    return weight;
  }
}
