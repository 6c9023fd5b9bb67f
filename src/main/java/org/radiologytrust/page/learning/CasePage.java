package org.radiologytrust.page.learning;

import org.radiologytrust.learning.NamelessCase;
import org.radiologytrust.page.door.Layout;

/**
 * The model of the page of one case.
 *
 * @param nameless as the export would give it away now
 * @param unsaved words that were not stored, because somebody else wrote a note meanwhile; empty if
 *     there are none
 */
record CasePage(Layout layout, ListedCase listed, NamelessCase nameless, String unsaved) {
  /** Withholds the report. */
  @Override
  public String toString() {
    return "CasePage";
  }
}
