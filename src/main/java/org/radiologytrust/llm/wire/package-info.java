/**
 * Calls over HTTP: what Ollama and OpenAI's protocol send and stream back, with limits on time and
 * size.
 */
@NullMarked
package org.radiologytrust.llm.wire;

import org.jspecify.annotations.NullMarked;
