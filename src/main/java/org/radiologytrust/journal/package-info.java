/**
 * The durable store: received messages, studies, jobs with the result of each step, audits and
 * deliveries.
 *
 * <p>A method that returns has committed to disk. Callers depend on the small interface that they
 * need; {@link org.radiologytrust.journal.Journal} bundles them all. Each interface is in the
 * package of its part, with its SQL; {@link org.radiologytrust.journal.SqlJournal} opens a database
 * and puts the parts together. Here is also what concerns a whole journal: its copy, retention, and
 * the worklist of an older one.
 */
@NullMarked
package org.radiologytrust.journal;

import org.jspecify.annotations.NullMarked;
