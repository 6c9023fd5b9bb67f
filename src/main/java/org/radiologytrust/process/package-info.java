/**
 * What a process takes from its machine before anything else runs: its home folder and its ports.
 */
@NullMarked
package org.radiologytrust.process;

import org.jspecify.annotations.NullMarked;
