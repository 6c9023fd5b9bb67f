/**
 * Asks models about labelled cases with the product's own steps, and builds the true answers for
 * training text and few-shot examples.
 */
@NullMarked
package org.radiologytrust.lab.run;

import org.jspecify.annotations.NullMarked;
