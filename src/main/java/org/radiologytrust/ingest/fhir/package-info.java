/** FHIR in: a DiagnosticReport, alone or in a Bundle, becomes a report of the model. */
package org.radiologytrust.ingest.fhir;
