package org.radiologytrust.model;

/**
 * A part of the text whose section the message itself told (OBX-3 suffix {@code &IMP}, LOINC code).
 */
public record SectionHint(Span span, Section section) {}
