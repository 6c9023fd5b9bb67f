package org.radiologytrust.text.mentions;

/** Of which time a sentence speaks. */
public enum MentionTime {
  NOW,
  /** Before this study: "history of", "status post". */
  EARLIER,
  /** Of another person: "family history of". */
  FAMILY
}
