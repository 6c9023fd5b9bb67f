package org.radiologytrust.text.words;

import org.jspecify.annotations.Nullable;

/** Hears what a check looks for, and why it flags nothing. */
public interface Trace {
  /** Hears nothing. */
  Trace NONE =
      new Trace() {
        @Override
        public void sought(String list, int sentence, @Nullable String words) {}

        @Override
        public void silent(String why) {}
      };

  /**
   * A list was sought in a sentence.
   *
   * @param list its file and key
   * @param sentence its number
   * @param words the words that it has at the place that was looked at; {@code null} for none
   */
  void sought(String list, int sentence, @Nullable String words);

  /** A check flags nothing for this reason. */
  void silent(String why);
}
