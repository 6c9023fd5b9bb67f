/**
 * The unchanged answers of models in an evaluation, and the figures computed from them. Nothing
 * here calls a model, so the figures of a finished run can be computed again from its files.
 */
@NullMarked
package org.radiologytrust.lab.results;

import org.jspecify.annotations.NullMarked;
