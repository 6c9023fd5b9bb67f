/**
 * Looks in memory, once an hour, whether each check that tells still finds a known error. Nothing
 * of it is stored or counted as a flag.
 */
@NullMarked
package org.radiologytrust.knownerrors;

import org.jspecify.annotations.NullMarked;
