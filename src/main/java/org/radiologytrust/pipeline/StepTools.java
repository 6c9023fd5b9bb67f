package org.radiologytrust.pipeline;

import java.util.concurrent.ExecutorService;
import org.radiologytrust.model.ImageSource;

/**
 * What steps work with.
 *
 * @param rules makes claims without a model
 * @param parallel runs calls of one step side by side
 */
record StepTools(
    StepCatalog catalog,
    StepRunner runner,
    RuleClaims rules,
    ImageSource images,
    ExecutorService parallel,
    Steps.Options options) {}
