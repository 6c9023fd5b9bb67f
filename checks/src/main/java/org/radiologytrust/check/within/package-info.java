/**
 * Compares the report with itself: sides, findings that are stated and denied, sizes, units, organs
 * that were removed, earlier examinations, addenda.
 */
@NullMarked
package org.radiologytrust.check.within;

import org.jspecify.annotations.NullMarked;
