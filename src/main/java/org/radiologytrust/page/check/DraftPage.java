package org.radiologytrust.page.check;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.page.door.Layout;

/**
 * The page: the form, or what was found.
 *
 * @param form what was typed
 * @param problem why the text was not checked, in one sentence; empty if nothing is wrong
 * @param maxImage largest file of an image in bytes; 0 if none is taken
 * @param reads whether the user may read audits, and with them earlier reports
 * @param checked what was found; {@code null} while the form shows
 */
record DraftPage(
    Layout layout,
    DraftForm form,
    String problem,
    int maxImage,
    boolean reads,
    @Nullable CheckedDraft checked) {
  private static final int MEGA = 1_000_000;

  boolean takesImages() {
    return maxImage > 0;
  }

  /** The largest image, such as {@code 33 MB}. */
  String largest() {
    return maxImage < MEGA ? maxImage + " bytes" : maxImage / MEGA + " MB";
  }
}
