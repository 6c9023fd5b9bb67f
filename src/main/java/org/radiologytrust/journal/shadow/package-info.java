/**
 * Audits of shadow mode, in tables of their own: nothing that shows, sends or counts audits reads
 * these. Of their users, only the pages for the quality lead and the clinician on duty are outside
 * the journal ({@code ShadowReadersTest}).
 */
@NullMarked
package org.radiologytrust.journal.shadow;

import org.jspecify.annotations.NullMarked;
