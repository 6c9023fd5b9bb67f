package org.radiologytrust.journal.inbox;

import java.util.List;

/**
 * The answer to a message in words, for operators.
 *
 * @param code MSA-1 (AA, AE, AR), or the HTTP status
 * @param texts what it says, such as the place and text of each ERR segment; never patient data
 */
public record SentAnswer(String code, List<String> texts) {
  public SentAnswer {
    texts = List.copyOf(texts);
  }
}
