/**
 * An audit and the decisions about it as FHIR resources, with the engine, models and prompts that
 * made it.
 */
@NullMarked
package org.radiologytrust.publish.resources;

import org.jspecify.annotations.NullMarked;
