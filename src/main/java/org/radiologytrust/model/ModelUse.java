package org.radiologytrust.model;

/**
 * One step's use of a model: what Provenance records.
 *
 * @param step name of the step
 * @param model name at the server
 * @param digest digest of the model at the server; empty when the server names none
 * @param promptSha256 hash of the step's prompt template
 * @param options the options sent, as JSON
 * @param calls how many calls, repairs included
 */
public record ModelUse(
    String step, String model, String digest, String promptSha256, String options, int calls) {}
