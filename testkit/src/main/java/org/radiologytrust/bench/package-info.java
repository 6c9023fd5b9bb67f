/** The benchmark that {@code ./test bench} runs: what the engine adds to the model's time. */
package org.radiologytrust.bench;
