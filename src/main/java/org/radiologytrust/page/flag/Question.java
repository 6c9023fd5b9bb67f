package org.radiologytrust.page.flag;

import java.util.List;

/**
 * What a check only asks about. It is listed below the flags, and nobody decides about it.
 *
 * @param title name of its kind
 * @param quote the claim that it is about, or the words
 * @param say what the check asks
 * @param why it only asks
 */
public record Question(String title, String quote, String say, String why, List<Proof> proofs) {
  public Question {
    proofs = List.copyOf(proofs);
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Question[" + title + "]";
  }
}
