/**
 * Frames of MLLP with limits on their length and time, and the acknowledgements that answer them.
 */
@NullMarked
package org.radiologytrust.ingest.hl7.mllp;

import org.jspecify.annotations.NullMarked;
