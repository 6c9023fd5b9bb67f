package org.radiologytrust.page.shadow;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.shadow.DutyFlags;
import org.radiologytrust.page.door.Layout;

/**
 * The flags that the clinician passes on.
 *
 * @param open the worst first
 * @param over passed on, or gone; the newest first
 * @param last the one that the person passed on just now; {@code null} for none
 */
record DutyList(
    Layout layout,
    DutyFlags.Figures figures,
    List<DutyFlag> open,
    List<DutyFlag> over,
    @Nullable DutyFlag last) {
  DutyList {
    open = List.copyOf(open);
    over = List.copyOf(over);
  }
}
