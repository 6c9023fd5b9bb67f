/**
 * Receives messages and decides what becomes of them: a new version of a report, an addendum, a
 * repetition, a change of a patient. A message, its versions and its patients change in one
 * transaction, so they are one package. Others read these tables through the few classes that are
 * public here.
 */
@NullMarked
package org.radiologytrust.journal.inbox;

import org.jspecify.annotations.NullMarked;
