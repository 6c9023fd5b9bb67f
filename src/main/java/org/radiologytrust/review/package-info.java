/** FHIR read and search of stored audits. */
@NullMarked
package org.radiologytrust.review;

import org.jspecify.annotations.NullMarked;
