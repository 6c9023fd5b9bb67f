/** Starts the product: the list of its parts, and what they share. */
@NullMarked
package org.radiologytrust;

import org.jspecify.annotations.NullMarked;
