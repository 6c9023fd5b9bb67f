/** The pages of the product in a real browser. */
@NullMarked
package org.radiologytrust.browser;

import org.jspecify.annotations.NullMarked;
