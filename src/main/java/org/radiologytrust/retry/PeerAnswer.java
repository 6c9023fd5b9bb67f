package org.radiologytrust.retry;

/**
 * What a peer said when it did not take an item.
 *
 * @param error code and place of the error, which name no patient; may be empty
 * @param words the peer's own words, which may name one
 */
public record PeerAnswer(String error, String words) {
  /** A peer that said nothing. */
  public static final PeerAnswer NONE = new PeerAnswer("", "");

  /** An exception after an answer. What follows is in {@code retry/failures.yaml}. */
  public interface Source {
    PeerAnswer answer();
  }

  /** Without the words: it may be logged. */
  @Override
  public String toString() {
    return error;
  }
}
