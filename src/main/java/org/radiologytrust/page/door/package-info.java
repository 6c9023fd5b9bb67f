/**
 * How a page is asked for and answered: requests, forms, log-in, the frame around every page, and
 * the access log.
 */
@NullMarked
package org.radiologytrust.page.door;

import org.jspecify.annotations.NullMarked;
