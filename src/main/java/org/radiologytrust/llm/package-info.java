/**
 * Calls a model server so that nothing but a whole, valid answer ever counts as one.
 *
 * <p>What a server can do instead (cut the prompt, cut the answer, stall, repeat itself, answer
 * nothing) was found by trying real ones; each of it is a {@link
 * org.radiologytrust.llm.ModelFailure} here. Only the pipeline may use this package.
 */
package org.radiologytrust.llm;
