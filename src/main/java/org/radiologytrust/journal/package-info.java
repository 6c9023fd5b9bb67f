/**
 * The one place of truth: raw bytes in, studies, jobs with each step's result, audits and
 * deliveries out.
 *
 * <p>A method that returns has committed to disk. Stages depend on the small interface they need;
 * {@link org.radiologytrust.journal.Journal} is all of them behind one store.
 */
package org.radiologytrust.journal;
