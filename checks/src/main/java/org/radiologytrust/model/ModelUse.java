package org.radiologytrust.model;

/**
 * One step's use of a model, as Provenance records it.
 *
 * @param step name of the step
 * @param model the model's name at the server
 * @param digest the model's digest at the server; empty when the server reports none
 * @param promptSha256 hash of the step's prompt template
 * @param options the options sent, as JSON
 * @param calls number of calls, including repeated ones
 */
public record ModelUse(
    String step, String model, String digest, String promptSha256, String options, int calls) {}
