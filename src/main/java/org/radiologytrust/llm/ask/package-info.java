/** What a step asks a model and what it gets: request, answer, and why there is none. */
@NullMarked
package org.radiologytrust.llm.ask;

import org.jspecify.annotations.NullMarked;
