package org.radiologytrust.text.mentions;

/** What a mention is. */
public enum MentionKind {
  FINDING,
  ANATOMY,
  DEVICE,
  PROCEDURE,
  COMPARISON
}
