package org.radiologytrust.images;

/** The size of an image in pixels, before it is scaled and padded for a model. */
public record ImageSize(int columns, int rows) {}
