/**
 * Receives reports from the FHIR server of an EHR by searching it at intervals. Each report goes
 * with its patient and order to the FHIR inbox.
 */
@NullMarked
package org.radiologytrust.ingest.ehr;

import org.jspecify.annotations.NullMarked;
