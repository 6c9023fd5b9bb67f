/**
 * Sentinels: reports with a seeded error that a node sends to its own doors, as a sender would, and
 * the alarm when the flag does not come.
 */
@NullMarked
package org.radiologytrust.sentinel;

import org.jspecify.annotations.NullMarked;
