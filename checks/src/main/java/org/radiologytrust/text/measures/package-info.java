/** Reads sizes, dates and comparisons with earlier examinations. */
@NullMarked
package org.radiologytrust.text.measures;

import org.jspecify.annotations.NullMarked;
