package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An image as the model was shown it. With the recipe it can be rendered again, and the hash tells
 * whether it is still the same.
 *
 * @param sopInstanceUid of the DICOM object
 * @param sha256 of the PNG file, in hexadecimal
 * @param recipe how it was rendered, in words of the image source
 * @param frame index of the frame, from 0; {@code null} for the middle one
 */
public record ShownImage(
    String sopInstanceUid,
    String sha256,
    String recipe,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer frame) {
  /** An image that is not one of a stack. */
  public ShownImage(String sopInstanceUid, String sha256, String recipe) {
    this(sopInstanceUid, sha256, recipe, null);
  }
}
