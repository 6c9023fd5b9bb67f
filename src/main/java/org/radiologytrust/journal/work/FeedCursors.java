package org.radiologytrust.journal.work;

/** The read positions of feeds. Only a feed knows the format of its position. */
public interface FeedCursors {
  /** The read position of a feed; empty at first. */
  String cursor(String feed);

  /** Stores the read position of a feed. */
  void store(String feed, String cursor);

  /**
   * Moves the read position of a feed.
   *
   * @return false, with nothing stored, if it is no longer {@code from}: another node reads the
   *     feed
   */
  boolean move(String feed, String from, String to);
}
