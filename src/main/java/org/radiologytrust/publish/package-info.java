/**
 * The audit as FHIR R4: the transaction Bundle that is stored and sent, and the resources that
 * describe the engine. The profiles are in {@code fhir-profiles/}.
 *
 * <p>Everything here is a function of the audit alone: the same audit gives the same bytes, so that
 * a Bundle sent twice changes nothing. No clock, no time zone of the machine, no random ids.
 */
package org.radiologytrust.publish;
