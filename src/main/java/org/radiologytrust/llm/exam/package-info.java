/**
 * Tests a model: whether its server keeps images apart, and whether its answers depend on earlier
 * questions.
 */
@NullMarked
package org.radiologytrust.llm.exam;

import org.jspecify.annotations.NullMarked;
