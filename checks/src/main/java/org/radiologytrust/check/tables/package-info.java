/**
 * Compares what a report says with published tables: categories of assessment systems with their
 * words, with the advice, with sizes and points.
 */
@NullMarked
package org.radiologytrust.check.tables;

import org.jspecify.annotations.NullMarked;
