package org.radiologytrust.check;

import org.radiologytrust.model.Evidence;

/**
 * Two places of a report that cannot both be right.
 *
 * @param action one sentence that says what to do
 */
record Contradiction(Evidence wrong, Evidence right, String action) {}
