/**
 * What is to be done next, and by whom: studies and reports that wait for each other, runs and
 * their leases, and the places that feeds have reached.
 */
@NullMarked
package org.radiologytrust.journal.work;

import org.jspecify.annotations.NullMarked;
