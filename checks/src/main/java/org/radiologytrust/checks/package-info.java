/**
 * Checks the text of a radiology report for contradictions and gaps: {@link
 * org.radiologytrust.checks.ReportChecker}. A check of one's own implements {@link
 * org.radiologytrust.checks.ReportCheck}.
 */
@NullMarked
package org.radiologytrust.checks;

import org.jspecify.annotations.NullMarked;
