package org.radiologytrust.model;

/**
 * A rectangle on a page of a document, in points (1/72 inch) from the upper left corner of the page
 * as it is shown.
 *
 * @param page counted from 1
 * @param x left edge
 * @param y upper edge
 */
public record PageBox(int page, float x, float y, float width, float height) {}
