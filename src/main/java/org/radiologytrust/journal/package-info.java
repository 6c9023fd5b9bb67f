/**
 * The durable store: received messages, studies, jobs with the result of each step, audits and
 * deliveries.
 *
 * <p>A method that returns has committed to disk. Callers depend on the small interface that they
 * need; {@link org.radiologytrust.journal.Journal} bundles them all.
 */
@NullMarked
package org.radiologytrust.journal;

import org.jspecify.annotations.NullMarked;
