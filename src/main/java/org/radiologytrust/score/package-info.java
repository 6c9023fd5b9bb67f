/**
 * Merges checks and model labels into the score, and gives the interval of a share. Uses no model,
 * no clock and no state.
 */
@NullMarked
package org.radiologytrust.score;

import org.jspecify.annotations.NullMarked;
