/** Receives FHIR: converts a DiagnosticReport, alone or in a Bundle, to a report of the model. */
@NullMarked
package org.radiologytrust.ingest.fhir;

import org.jspecify.annotations.NullMarked;
