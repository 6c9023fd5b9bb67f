/** Flags of reports that were checked before they were signed, without their words. */
@NullMarked
package org.radiologytrust.journal.drafts;

import org.jspecify.annotations.NullMarked;
