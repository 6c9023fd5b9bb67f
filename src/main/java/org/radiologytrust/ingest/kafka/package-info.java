/**
 * Reports in from a Kafka topic: each record is one message, of HL7 v2 or FHIR, and is handed to
 * the inbox of its format; its offset is committed after the journal.
 */
package org.radiologytrust.ingest.kafka;
