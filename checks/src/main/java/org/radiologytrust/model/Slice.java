package org.radiologytrust.model;

/**
 * A frame that a model is shown as one of a stack.
 *
 * @param frame its index in the object, from 0
 * @param number its place among the shown slices of its series, from 1
 */
public record Slice(int frame, int number) {}
