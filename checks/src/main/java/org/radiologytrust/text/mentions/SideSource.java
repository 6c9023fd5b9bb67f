package org.radiologytrust.text.mentions;

/** Where the side of a mention stands. */
public enum SideSource {
  /** "left effusion", "effusion in the left chest". */
  PHRASE,
  /** "In the left base, there is an effusion." */
  FRONTED,
  /** "Effusion, left greater than right." */
  APPOSITION,
  /** "Left knee: joint effusion." */
  LABEL,
  /** A heading or the name of the examination above the sentence. */
  HEADING
}
