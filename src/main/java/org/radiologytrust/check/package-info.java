/**
 * Deterministic checks of a report's words against its order, its images' tags, its patient and
 * itself. They run with and without a model and rather stay silent than raise a false alarm. All
 * words are YAML files under {@code /check/}.
 */
package org.radiologytrust.check;
