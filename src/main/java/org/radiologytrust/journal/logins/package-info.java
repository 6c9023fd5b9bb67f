/**
 * What nodes share about people: users, sessions and failed log-ins; and the access log, which is a
 * file where there is one process.
 */
@NullMarked
package org.radiologytrust.journal.logins;

import org.jspecify.annotations.NullMarked;
