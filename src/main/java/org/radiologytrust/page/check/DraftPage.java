package org.radiologytrust.page.check;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.page.door.Layout;

/**
 * The page: the form, or what was found.
 *
 * @param form what was typed
 * @param problem why the text was not checked, in one sentence; empty if nothing is wrong
 * @param checked what was found; {@code null} while the form shows
 */
record DraftPage(Layout layout, DraftForm form, String problem, @Nullable CheckedDraft checked) {}
