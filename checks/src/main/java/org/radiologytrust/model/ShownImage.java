package org.radiologytrust.model;

/**
 * An image as the model was shown it. With the recipe it can be rendered again, and the hash tells
 * whether it is still the same.
 *
 * @param sopInstanceUid of the DICOM object
 * @param sha256 of the PNG file, in hexadecimal
 * @param recipe how it was rendered, in words of the image source
 */
public record ShownImage(String sopInstanceUid, String sha256, String recipe) {}
