/** The entry of the product in the site's register of AI systems, from the running settings. */
@NullMarked
package org.radiologytrust.inventory;

import org.jspecify.annotations.NullMarked;
