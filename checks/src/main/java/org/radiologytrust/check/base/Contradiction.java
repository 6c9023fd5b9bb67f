package org.radiologytrust.check.base;

import org.radiologytrust.model.Evidence;

/**
 * Two places of a report that cannot both be right.
 *
 * @param action one sentence that says what to do
 */
public record Contradiction(Evidence wrong, Evidence right, String action) {}
