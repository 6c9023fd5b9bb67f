package org.radiologytrust.model;

/**
 * A finding that the model reports on one image without having seen the report.
 *
 * @param id unique within the audit, for example {@code F1.2}
 * @param location the model's words for the place
 * @param confidence 0 to 1, as the model wrote it
 * @param visualCue the model's words for what on the image shows it
 */
public record Finding(
    String id,
    String sopInstanceUid,
    String description,
    String location,
    double confidence,
    String visualCue) {}
