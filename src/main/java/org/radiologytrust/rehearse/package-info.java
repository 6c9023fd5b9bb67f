/**
 * New word lists, strengths or versions: what they would change, seen and signed before they are
 * used.
 */
@NullMarked
package org.radiologytrust.rehearse;

import org.jspecify.annotations.NullMarked;
