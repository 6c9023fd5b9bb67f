/**
 * Synthetic labelled cases: short reports that state right and wrong things about a made-up list of
 * findings. Labels are a true function of claim and findings ({@code LabelRule}). The words are in
 * {@code synth/}; cases of a seed are the same bytes on every machine.
 */
package org.radiologytrust.lab.synth;
