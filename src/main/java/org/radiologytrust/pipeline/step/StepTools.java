package org.radiologytrust.pipeline.step;

import java.util.concurrent.ExecutorService;
import org.radiologytrust.images.ImageSource;

/**
 * The objects that all steps use.
 *
 * @param rules makes claims without a model
 * @param parallel runs the parallel calls of a step
 */
record StepTools(
    StepCatalog catalog,
    StepRunner runner,
    RuleClaims rules,
    ImageSource images,
    ExecutorService parallel,
    Steps.Options options) {}
