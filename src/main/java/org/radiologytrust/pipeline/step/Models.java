package org.radiologytrust.pipeline.step;

/**
 * The names of the models that the steps ask.
 *
 * @param base name of the model for steps marked {@code base}
 * @param lora name of the model for steps marked {@code lora}; may be the same
 */
public record Models(String base, String lora) {
  String of(StepDefinition step) {
    return step.model().equals("base") ? base : lora;
  }
}
