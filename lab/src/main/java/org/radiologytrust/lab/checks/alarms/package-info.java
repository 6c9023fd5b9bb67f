/** The flags on reports as they are, with what people said about them. */
@NullMarked
package org.radiologytrust.lab.checks.alarms;

import org.jspecify.annotations.NullMarked;
