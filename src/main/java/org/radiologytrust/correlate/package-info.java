/** Matches a report with its images, and refuses images of another patient. */
@NullMarked
package org.radiologytrust.correlate;

import org.jspecify.annotations.NullMarked;
