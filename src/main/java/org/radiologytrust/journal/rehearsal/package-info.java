/** What people rehearsed and signed before it is used, and reports to rehearse it on. */
@NullMarked
package org.radiologytrust.journal.rehearsal;

import org.jspecify.annotations.NullMarked;
