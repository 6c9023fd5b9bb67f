/**
 * Cleans text: removes what a reader cannot see, replaces letters that only look like others, and
 * keeps the mapping to the original.
 */
@NullMarked
package org.radiologytrust.text;

import org.jspecify.annotations.NullMarked;
