/**
 * The audit as FHIR R4: the transaction Bundle that is stored and sent, and the resources that
 * describe the engine. The profiles are in {@code fhir-profiles/}.
 *
 * <p>A Bundle depends on the audit alone, with no clock, local time zone or random id. The same
 * audit gives the same bytes, so sending a Bundle twice changes nothing.
 */
@NullMarked
package org.radiologytrust.publish;

import org.jspecify.annotations.NullMarked;
