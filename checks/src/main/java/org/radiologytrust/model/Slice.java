package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A frame that a model is shown as one of a stack.
 *
 * @param frame its index in the object, from 0
 * @param number its place among the shown slices of its series, from 1
 * @param missing places between it and the shown slice before it that no image of its series shows
 */
public record Slice(
    int frame, int number, @JsonInclude(JsonInclude.Include.NON_DEFAULT) int missing) {
  /** A slice before which no place is missing. */
  public Slice(int frame, int number) {
    this(frame, number, 0);
  }
}
