/**
 * The JSON of a request, read with limits on its size and nesting, and where each value stands in
 * it.
 */
@NullMarked
package org.radiologytrust.ingest.fhir.json;

import org.jspecify.annotations.NullMarked;
