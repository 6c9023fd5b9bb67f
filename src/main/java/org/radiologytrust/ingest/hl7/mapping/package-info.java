/**
 * Which fields of a sender's messages hold what: the mapping files of a site, and a trace of the
 * rules that were used.
 */
@NullMarked
package org.radiologytrust.ingest.hl7.mapping;

import org.jspecify.annotations.NullMarked;
