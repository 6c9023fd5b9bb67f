/**
 * What a person finds beside the worklist: the own filters, a patient's other reports, and ways to
 * a report from a RIS or PACS.
 */
@NullMarked
package org.radiologytrust.journal.desk;

import org.jspecify.annotations.NullMarked;
