package org.radiologytrust.llm;

/**
 * What the test of reuse told of one model at one server.
 *
 * @param server its URL
 * @param holds whether all calls of a run have one nonce there, so that an image is read once
 */
public record ReuseResult(String server, String model, boolean holds) {}
