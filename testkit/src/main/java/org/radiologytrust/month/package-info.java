/**
 * A hospital's first month played back: reports with seeded errors, people who judge flags, and the
 * figures that must come of it, counted apart.
 */
@NullMarked
package org.radiologytrust.month;

import org.jspecify.annotations.NullMarked;
