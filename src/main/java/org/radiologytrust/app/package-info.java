/**
 * Starts and stops the product: its features in order, Camel with the site's settings, and what rtl
 * doctor asks.
 */
@NullMarked
package org.radiologytrust.app;

import org.jspecify.annotations.NullMarked;
