package org.radiologytrust.journal;

/** The read positions of feeds. Only a feed knows the format of its position. */
public interface FeedCursors {
  /** The read position of a feed; empty at first. */
  String cursor(String feed);

  /** Stores the read position of a feed. */
  void store(String feed, String cursor);
}
