/**
 * Deterministic checks that compare a report with its order, its images' tags, its patient and
 * itself. They run with and without a model. In doubt they report nothing. Their words are in YAML
 * files under {@code /check/}.
 */
@NullMarked
package org.radiologytrust.check;

import org.jspecify.annotations.NullMarked;
