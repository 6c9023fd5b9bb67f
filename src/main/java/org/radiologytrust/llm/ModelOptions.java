package org.radiologytrust.llm;

import java.time.Duration;

/**
 * What every call to the servers has in common. Context and keep-alive must be the same on every
 * call, or the server loads the model anew.
 *
 * @param context {@code num_ctx}, tokens
 * @param keepAlive how long the server keeps the model loaded, in its own notation
 * @param seed seed of the first try
 * @param firstToken longest wait for the first token, loading included
 * @param betweenTokens longest wait for any other
 * @param total longest whole call
 * @param retries how often a passing failure is tried again within one call
 * @param pause wait before the first of these; doubles, with jitter
 */
public record ModelOptions(
    int context,
    String keepAlive,
    int seed,
    Duration firstToken,
    Duration betweenTokens,
    Duration total,
    int retries,
    Duration pause) {
  /** For who asks once and lets another decide. */
  public ModelOptions withoutRetries() {
    return new ModelOptions(context, keepAlive, seed, firstToken, betweenTokens, total, 0, pause);
  }
}
