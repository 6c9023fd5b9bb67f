/**
 * The FHIR profiles as a package that other FHIR servers and validators install. The build makes it
 * of {@code fhir-profiles} and the CapabilityStatement of the product.
 */
@NullMarked
package org.radiologytrust.guide;

import org.jspecify.annotations.NullMarked;
