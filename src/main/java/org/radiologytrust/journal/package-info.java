/**
 * The durable store: received messages, studies, jobs with the result of each step, audits and
 * deliveries.
 *
 * <p>A method that returns has committed to disk. Callers use the one small interface that they
 * need, and {@link org.radiologytrust.journal.Journal} has all of them. An interface and its SQL
 * are together, in one of the packages below. {@link org.radiologytrust.journal.SqlJournal} opens
 * the database and makes them. This package also has what concerns the whole journal: copying it,
 * retention, and filling the worklist of an older one.
 */
@NullMarked
package org.radiologytrust.journal;

import org.jspecify.annotations.NullMarked;
