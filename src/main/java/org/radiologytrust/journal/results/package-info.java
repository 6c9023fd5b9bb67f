/**
 * What audits became: their FHIR resources, which can be searched, and the deliveries of these to
 * the sinks. Audits and decisions both put their results here, so it is below both.
 */
@NullMarked
package org.radiologytrust.journal.results;

import org.jspecify.annotations.NullMarked;
