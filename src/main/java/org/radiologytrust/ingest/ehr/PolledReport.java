package org.radiologytrust.ingest.ehr;

import java.time.Instant;
import java.util.Optional;

/**
 * A report of a page, as a message for the FHIR inbox.
 *
 * @param version identifies this version of the report at its server: id, version and time of
 *     change together, because a server that was restored from a backup uses version numbers again
 * @param lastUpdated when the server says that it was changed; empty if it does not say so
 * @param message a Bundle of type {@code collection} with the report and what it refers to; or what
 *     the server sent, if that is not even JSON
 * @param place the report's id and version for the log; empty if they do not look like ids
 */
record PolledReport(String version, Optional<Instant> lastUpdated, byte[] message, String place) {}
