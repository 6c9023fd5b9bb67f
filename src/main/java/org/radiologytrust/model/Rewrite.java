package org.radiologytrust.model;

/**
 * Proposed wording for one claim.
 *
 * @param claim the claim's number
 * @param text wording that expresses the uncertainty, or a request to verify the claim
 */
public record Rewrite(int claim, String text) {}
