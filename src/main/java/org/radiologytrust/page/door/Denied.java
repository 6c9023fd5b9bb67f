package org.radiologytrust.page.door;

import org.radiologytrust.session.Right;

/**
 * The model of the page for a visitor who may not open it.
 *
 * @param needed the right that the visitor lacks
 */
record Denied(Layout layout, Right needed) {}
