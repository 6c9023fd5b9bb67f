/**
 * What the page says of an opened report as a whole: its patient, state and changes, and which
 * images have come.
 */
@NullMarked
package org.radiologytrust.page.opened;

import org.jspecify.annotations.NullMarked;
