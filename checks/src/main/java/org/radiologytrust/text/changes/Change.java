package org.radiologytrust.text.changes;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Span;

/**
 * A statement that changed between two versions, or that only one of them has.
 *
 * @param kind the heaviest of what changed in it
 * @param before its place in the earlier version; {@code null} if only the later one has it
 * @param after its place in the later version; {@code null} if only the earlier one has it
 */
public record Change(ChangeKind kind, @Nullable Span before, @Nullable Span after) {
  public Change {
    if (before == null && after == null) {
      throw new IllegalArgumentException("a change is in one of the versions at least");
    }
  }
}
