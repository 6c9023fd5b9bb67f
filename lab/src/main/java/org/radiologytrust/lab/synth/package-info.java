/**
 * Makes synthetic labelled cases: short reports with right and wrong statements about an invented
 * list of findings. {@code LabelRule} computes each label from the claim and the findings. The
 * words are in the resource folder {@code lab/synth}. The same seed gives the same bytes on every
 * machine.
 */
@NullMarked
package org.radiologytrust.lab.synth;

import org.jspecify.annotations.NullMarked;
