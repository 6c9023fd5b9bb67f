/** Merges checks and model labels into the score. Uses no model, no clock and no state. */
@NullMarked
package org.radiologytrust.score;

import org.jspecify.annotations.NullMarked;
