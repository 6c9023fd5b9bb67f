package org.radiologytrust.lab.checks;

/**
 * A report as it is, which should get no flag.
 *
 * @param modality DICOM code; empty when neither the file nor the report's title tells
 * @param part ids of the body parts in {@code studies.yaml}; empty when the title does not tell
 */
public record CleanReport(String id, String modality, String part, Checked checked) {}
