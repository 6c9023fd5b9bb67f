/** The commands of {@code ./rtl}. */
@NullMarked
package org.radiologytrust.cli;

import org.jspecify.annotations.NullMarked;
