/** The figures of quality, and the random samples that people read. */
@NullMarked
package org.radiologytrust.page.quality;

import org.jspecify.annotations.NullMarked;
