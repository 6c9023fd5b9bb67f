/**
 * Sends what is published to a FHIR server: finds the patient there, writes in transactions, takes
 * back what was withdrawn.
 */
@NullMarked
package org.radiologytrust.publish.sink;

import org.jspecify.annotations.NullMarked;
