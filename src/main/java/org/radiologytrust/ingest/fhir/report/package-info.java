/** The reports in a resource or Bundle: patient, order, authors, status and text. */
@NullMarked
package org.radiologytrust.ingest.fhir.report;

import org.jspecify.annotations.NullMarked;
