/** Operation: health, metrics, tracing, retention and Hawtio's console. */
@NullMarked
package org.radiologytrust.ops;

import org.jspecify.annotations.NullMarked;
