/** How prompts name images and stacks of slices, and which side of the body images show. */
@NullMarked
package org.radiologytrust.pipeline.image;

import org.jspecify.annotations.NullMarked;
