/**
 * HL7 v2 in: MLLP frames, ORU^R01 of versions 2.1 to 2.8 to a {@link
 * org.radiologytrust.model.Report}, and the acknowledgement.
 *
 * <p>Messages are read as a plain list of segments in the order in which they came, not as a tree
 * of groups: real messages have OBX, ORC, NTE and Z segments in odd places, and a parser that sorts
 * them into groups loses the order in which the lines of a report were written.
 */
package org.radiologytrust.ingest.hl7;
