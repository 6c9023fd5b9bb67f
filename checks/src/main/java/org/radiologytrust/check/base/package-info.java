/**
 * What every check is, and what it needs from a case: its order, its images, its patient. It knows
 * no single check.
 */
@NullMarked
package org.radiologytrust.check.base;

import org.jspecify.annotations.NullMarked;
