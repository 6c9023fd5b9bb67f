/** Words by which claims are told apart. */
@NullMarked
package org.radiologytrust.pipeline.words;

import org.jspecify.annotations.NullMarked;
