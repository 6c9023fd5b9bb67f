/** The entry point; each package below is a part of the product. */
@NullMarked
package org.radiologytrust;

import org.jspecify.annotations.NullMarked;
