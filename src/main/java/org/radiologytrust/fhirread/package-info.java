/** FHIR read and search of stored audits. */
@NullMarked
package org.radiologytrust.fhirread;

import org.jspecify.annotations.NullMarked;
