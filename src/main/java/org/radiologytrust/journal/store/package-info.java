/**
 * The database under the journal, SQLite or PostgreSQL: connections, transactions, locks and
 * migrations, and what its processes agree on, the time and signals. It uses no other package of
 * the journal.
 */
@NullMarked
package org.radiologytrust.journal.store;

import org.jspecify.annotations.NullMarked;
