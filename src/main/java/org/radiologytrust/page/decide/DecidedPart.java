package org.radiologytrust.page.decide;

import org.radiologytrust.page.flag.ReportText;

/**
 * What changes in the page of a report when somebody has decided.
 *
 * @param text the report's text, in which decided flags look decided
 */
record DecidedPart(Deciding deciding, ReportText text) {}
