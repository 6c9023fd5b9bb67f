package org.radiologytrust.lab.checks;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Report;

/**
 * A report as a file has it.
 *
 * @param id names it in the results
 * @param title words that name the examination; empty if the file has none
 * @param modality DICOM code that the file gives; empty if it gives none
 * @param message the report that an HL7 message carried; {@code null} for other files
 */
record SourceReport(
    String id, String title, String modality, String text, @Nullable Report message) {}
