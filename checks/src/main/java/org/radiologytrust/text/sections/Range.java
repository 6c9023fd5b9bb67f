package org.radiologytrust.text.sections;

/**
 * A range of a text in UTF-16 indices.
 *
 * @param to the index after the last
 */
record Range(int from, int to) {}
