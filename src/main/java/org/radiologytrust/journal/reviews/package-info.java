/**
 * What people see and decide: the worklist, which is computed anew with each change of a report,
 * and the decisions about its problems.
 */
@NullMarked
package org.radiologytrust.journal.reviews;

import org.jspecify.annotations.NullMarked;
