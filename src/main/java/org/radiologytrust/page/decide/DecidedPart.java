package org.radiologytrust.page.decide;

import org.radiologytrust.page.flag.ReportText;
import org.radiologytrust.page.opened.SeenReport;

/**
 * What changes in the page of a report when somebody has decided.
 *
 * @param text the report's text, in which decided flags look decided
 * @param seen what the page shows then
 */
record DecidedPart(Deciding deciding, ReportText text, SeenReport seen) {}
