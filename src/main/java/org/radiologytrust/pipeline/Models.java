package org.radiologytrust.pipeline;

import java.util.function.UnaryOperator;

/**
 * Which model a step asks.
 *
 * @param base name of the model for steps marked {@code base}
 * @param lora name of the model for steps marked {@code lora}; may be the same
 * @param digest gives a model's digest by its name, empty when unknown
 */
public record Models(String base, String lora, UnaryOperator<String> digest) {
  String of(StepDefinition step) {
    return step.model().equals("base") ? base : lora;
  }
}
