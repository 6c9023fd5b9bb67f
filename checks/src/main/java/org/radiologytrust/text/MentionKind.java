package org.radiologytrust.text;

/** What a mention is. */
public enum MentionKind {
  FINDING,
  ANATOMY,
  DEVICE,
  PROCEDURE,
  COMPARISON
}
