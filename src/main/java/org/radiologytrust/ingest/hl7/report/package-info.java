/**
 * The reports in a message: patient, order, authors, status and text, read by the mapping of its
 * sender.
 */
@NullMarked
package org.radiologytrust.ingest.hl7.report;

import org.jspecify.annotations.NullMarked;
