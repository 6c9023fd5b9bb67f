/**
 * An HL7 v2 message as it was sent: its segments, fields, delimiters, escapes and character set,
 * and why one is refused.
 */
@NullMarked
package org.radiologytrust.ingest.hl7.message;

import org.jspecify.annotations.NullMarked;
