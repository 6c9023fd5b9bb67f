/** Decides what to do after a failure of a run or a delivery. */
@NullMarked
package org.radiologytrust.retry;

import org.jspecify.annotations.NullMarked;
