package org.radiologytrust.lab.results;

/**
 * The labels whose confidence lies in one tenth of 0 to 1.
 *
 * @param n how many
 * @param confidence their mean; {@code null} when there are none, as is the share of right ones
 */
public record Bin(int n, Double confidence, Double right) {}
