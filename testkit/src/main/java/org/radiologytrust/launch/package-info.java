/** Starts the product for tests, in this JVM or its own, and speaks with it; what it is sent. */
@NullMarked
package org.radiologytrust.launch;

import org.jspecify.annotations.NullMarked;
