package org.radiologytrust.page.shadow;

import java.util.List;
import org.radiologytrust.journal.shadow.DutyFlags;
import org.radiologytrust.page.door.Layout;

/**
 * The flags that the clinician passes on.
 *
 * @param open the oldest first
 * @param over passed on, or gone; the newest first
 */
record DutyList(
    Layout layout, DutyFlags.Figures figures, List<DutyFlag> open, List<DutyFlag> over) {
  DutyList {
    open = List.copyOf(open);
    over = List.copyOf(over);
  }
}
