package org.radiologytrust.lab.results;

import org.radiologytrust.model.ClaimType;

/**
 * A claim that the claims step made.
 *
 * @param start in the report's canonical text, in code points, from 0
 * @param end exclusive
 */
public record GivenClaim(int start, int end, ClaimType type, String text) {}
