/**
 * Compares the report with itself: sides, findings that are stated and denied, sizes, units,
 * addenda.
 */
@NullMarked
package org.radiologytrust.check.within;

import org.jspecify.annotations.NullMarked;
