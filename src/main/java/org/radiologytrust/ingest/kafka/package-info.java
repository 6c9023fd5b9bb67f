/**
 * Receives reports from a Kafka topic. Each record is one message, HL7 v2 or FHIR, and goes to the
 * inbox of its format. Its offset is committed after the journal.
 */
@NullMarked
package org.radiologytrust.ingest.kafka;

import org.jspecify.annotations.NullMarked;
