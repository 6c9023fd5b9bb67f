package org.radiologytrust.llm;

/**
 * One HTTP call: what goes through the route {@code model-call}.
 *
 * @param server base URL
 * @param seed seed of this try
 */
record ChatCall(ChatRequest request, String server, int seed, int numPredict, String correction) {}
