/**
 * Calls model servers and accepts only complete, valid answers.
 *
 * <p>Real servers were seen to cut the prompt, cut the answer, stall, repeat themselves or answer
 * nothing. Each of these is a {@link org.radiologytrust.llm.ask.ModelFailure} here.
 */
@NullMarked
package org.radiologytrust.llm;

import org.jspecify.annotations.NullMarked;
