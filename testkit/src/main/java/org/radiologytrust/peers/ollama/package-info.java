/**
 * Ollama for the tests: one that answers what a test says, as the real one would, and the real one.
 */
@NullMarked
package org.radiologytrust.peers.ollama;

import org.jspecify.annotations.NullMarked;
