/**
 * Deterministic checks that compare a report with its order, its images' tags, its patient and
 * itself. They run with and without a model. In doubt they report nothing. Their words are in YAML
 * files in {@code words/}.
 */
@NullMarked
package org.radiologytrust.check;

import org.jspecify.annotations.NullMarked;
