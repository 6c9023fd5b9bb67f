/**
 * Trivial rules that label claims without an image, fitted on other cases. A figure of a model is
 * worth something only where it is above theirs.
 */
@NullMarked
package org.radiologytrust.lab.baseline;

import org.jspecify.annotations.NullMarked;
