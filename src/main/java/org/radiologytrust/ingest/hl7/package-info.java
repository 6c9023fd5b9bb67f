/**
 * Receives HL7 v2: reads MLLP frames, converts ORU^R01 of versions 2.1 to 2.8 to a {@link
 * org.radiologytrust.model.Report}, and builds the acknowledgement.
 *
 * <p>A message is read as a plain list of segments in their original order, not as a tree of
 * groups. Real messages have OBX, ORC, NTE and Z segments in unexpected places, and a parser that
 * sorts them into groups loses the order of a report's lines.
 */
@NullMarked
package org.radiologytrust.ingest.hl7;

import org.jspecify.annotations.NullMarked;
