/** Audits as HL7 v2 messages: what they say, who gets them, and what the answers mean. */
@NullMarked
package org.radiologytrust.ingest.hl7.out;

import org.jspecify.annotations.NullMarked;
