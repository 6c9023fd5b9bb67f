package org.radiologytrust.lab.results;

import org.radiologytrust.model.ClaimType;

/**
 * A claim from the claims step.
 *
 * @param start offset in the report's canonical text, in code points, from 0
 * @param end exclusive
 */
public record GivenClaim(int start, int end, ClaimType type, String text) {}
