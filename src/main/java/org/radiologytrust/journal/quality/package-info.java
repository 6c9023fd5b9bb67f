/**
 * How good the flags are: what people said about them, counted. The tables follow from audits and
 * decisions, and are computed anew with each change of a report.
 */
@NullMarked
package org.radiologytrust.journal.quality;

import org.jspecify.annotations.NullMarked;
