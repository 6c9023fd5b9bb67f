package org.radiologytrust.model;

/**
 * What the model sees on one image, without having read the report.
 *
 * @param id unique within the audit, e.g. {@code F2}
 * @param confidence 0 to 1, the model's own number
 */
public record Finding(
    String id,
    String sopInstanceUid,
    String description,
    String location,
    double confidence,
    String visualCue) {}
