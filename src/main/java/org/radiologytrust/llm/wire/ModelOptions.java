package org.radiologytrust.llm.wire;

import java.time.Duration;

/**
 * Options of all calls to the servers. Context and keep-alive must be the same in every call,
 * otherwise the server reloads the model.
 *
 * @param context {@code num_ctx}, tokens
 * @param keepAlive how long the server keeps the model loaded, in its own notation
 * @param seed seed of the first attempt
 * @param firstToken longest wait for the first token, including loading the model
 * @param betweenTokens longest wait for each further token
 * @param total longest duration of a call
 * @param retries most retries of a request after temporary failures
 * @param pause wait before the first retry; doubles with each further one, with jitter
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
  /** A copy without retries, for callers whose own caller retries. */
  public ModelOptions withoutRetries() {
    return new ModelOptions(context, keepAlive, seed, firstToken, betweenTokens, total, 0, pause);
  }
}
