/** FHIR's JSON, references and addresses, as the resources and their delivery share them. */
@NullMarked
package org.radiologytrust.publish.fhir;

import org.jspecify.annotations.NullMarked;
