package org.radiologytrust.model;

/**
 * A proposal for the words of one claim.
 *
 * @param text calibrated wording for an uncertain claim, or a request to verify
 */
public record Rewrite(int claim, String text) {}
