package org.radiologytrust.mutation;

import java.util.Set;

/**
 * A document that was changed, and what a report made of it may say.
 *
 * @param type of the data, as in OBX-5.2 and 5.3: {@code application^pdf}
 * @param visible words that a reader of the whole document sees
 * @param hidden words that no reader sees, or that are struck out
 * @param foreign whether the document names another person than the message
 */
public record ChangedDocument(
    byte[] data, String type, Set<String> visible, Set<String> hidden, boolean foreign) {
  public ChangedDocument {
    visible = Set.copyOf(visible);
    hidden = Set.copyOf(hidden);
  }
}
