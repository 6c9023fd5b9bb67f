/**
 * Flags what a report has to say and does not: that somebody was told of a critical finding, that
 * the impression names it, when to come again and for which examination.
 */
@NullMarked
package org.radiologytrust.check.completeness;

import org.jspecify.annotations.NullMarked;
