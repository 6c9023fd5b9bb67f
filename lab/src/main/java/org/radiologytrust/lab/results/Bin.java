package org.radiologytrust.lab.results;

import org.jspecify.annotations.Nullable;

/**
 * The labels whose confidence is in one of ten equal parts of 0 to 1.
 *
 * @param n number of labels
 * @param confidence their mean; {@code null} when there are none
 * @param right share of correct labels; {@code null} when there are none
 */
public record Bin(int n, @Nullable Double confidence, @Nullable Double right) {}
