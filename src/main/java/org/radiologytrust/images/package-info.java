/** Images as stages see them: where they come from, what they hold, and as PNG. */
@NullMarked
package org.radiologytrust.images;

import org.jspecify.annotations.NullMarked;
