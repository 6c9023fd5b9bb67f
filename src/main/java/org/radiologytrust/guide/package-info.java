/**
 * The FHIR profiles as a package that other FHIR servers and validators install. Reads {@code
 * fhir-profiles}; sees no other part of the product.
 */
@NullMarked
package org.radiologytrust.guide;

import org.jspecify.annotations.NullMarked;
