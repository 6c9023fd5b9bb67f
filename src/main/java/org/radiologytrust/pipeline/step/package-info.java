/**
 * The steps of an audit: what each asks the model, how its answer is read, and what it changes in
 * the audit.
 */
@NullMarked
package org.radiologytrust.pipeline.step;

import org.jspecify.annotations.NullMarked;
