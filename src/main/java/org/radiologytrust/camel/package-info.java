/**
 * The Camel component {@code journal:}. Work that waits in the journal goes through routes, one
 * item per exchange, and the result is recorded in the journal.
 */
@NullMarked
package org.radiologytrust.camel;

import org.jspecify.annotations.NullMarked;
