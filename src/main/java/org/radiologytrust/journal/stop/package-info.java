/** Which checks left the band of the stop rule, since when, and which person has seen it. */
@NullMarked
package org.radiologytrust.journal.stop;

import org.jspecify.annotations.NullMarked;
