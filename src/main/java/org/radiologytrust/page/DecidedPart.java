package org.radiologytrust.page;

/**
 * What changes in the page of a report when somebody has decided.
 *
 * @param text the report's text, in which decided flags look decided
 */
record DecidedPart(Deciding deciding, ReportText text) {}
