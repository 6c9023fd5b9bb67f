/** Calculates again what a report has calculated: sums, percentages, volumes, gestational ages. */
@NullMarked
package org.radiologytrust.check.arithmetic;

import org.jspecify.annotations.NullMarked;
