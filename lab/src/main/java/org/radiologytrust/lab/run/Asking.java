package org.radiologytrust.lab.run;

import org.radiologytrust.pipeline.step.Ask;

/**
 * How a model is asked.
 *
 * @param fewShot adds examples to a prompt
 * @param grammar whether the server enforces the answer's schema
 * @param mostTokens most tokens in an answer; a longer answer counts as no answer
 * @param ask how claims are compared with images; {@link Ask#EACH} asks nothing about the claims of
 *     cases without images
 */
public record Asking(FewShot fewShot, boolean grammar, int mostTokens, Ask ask) {}
