package org.radiologytrust.journal.search;

/**
 * What operators look up. Reads have connections and limits of their own, so that no message and no
 * audit waits for them.
 */
public record Lookup(
    MessageSearch messages, Stories stories, DeliverySearch deliveries, Overview overview) {}
