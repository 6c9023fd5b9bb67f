package org.radiologytrust.lab.synth;

import org.radiologytrust.cases.Truth;

/**
 * A case before it is a folder.
 *
 * @param report canonical text of the report
 */
public record SynthCase(String report, Truth truth) {}
