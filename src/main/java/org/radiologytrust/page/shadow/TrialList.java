package org.radiologytrust.page.shadow;

import java.util.List;
import org.radiologytrust.journal.shadow.DutyFlags;
import org.radiologytrust.journal.shadow.ShadowAudits;
import org.radiologytrust.page.door.Layout;

/**
 * The reports of a trial.
 *
 * @param duties what became of the flags that the clinician passes on
 * @param rows the newest first
 * @param older the number before which the next part begins; 0 if this is the last
 */
record TrialList(
    Layout layout,
    ShadowAudits.Figures figures,
    DutyFlags.Figures duties,
    List<TrialRow> rows,
    long older) {
  TrialList {
    rows = List.copyOf(rows);
  }
}
