/** What a report says of the time before it: examinations to compare with, organs removed. */
@NullMarked
package org.radiologytrust.check.past;

import org.jspecify.annotations.NullMarked;
