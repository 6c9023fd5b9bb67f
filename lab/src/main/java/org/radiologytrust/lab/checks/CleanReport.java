package org.radiologytrust.lab.checks;

/**
 * A report as it is, which should get no flag.
 *
 * @param modality DICOM code; empty when the report's title does not tell
 */
record CleanReport(String id, String modality, Checked checked) {}
