package org.radiologytrust.cases;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.CaseFolders.Content;

/**
 * A case to audit, or what was found in place of one.
 *
 * @param content {@code null} if it cannot be audited
 * @param told why it cannot be audited, or what its reader must know; may be empty
 */
public record FoundCase(String id, @Nullable Content content, String told) {
  static FoundCase refused(String id, String reason) {
    return new FoundCase(id, null, reason);
  }
}
