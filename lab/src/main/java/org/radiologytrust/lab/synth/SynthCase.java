package org.radiologytrust.lab.synth;

import org.radiologytrust.cases.Truth;

/**
 * A synthetic case.
 *
 * @param report canonical text
 */
public record SynthCase(String report, Truth truth) {}
