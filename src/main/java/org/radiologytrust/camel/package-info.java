/**
 * The Camel component {@code journal:}: what waits in the journal goes through routes, one thing
 * per exchange, and the journal is told what became of it.
 */
package org.radiologytrust.camel;
