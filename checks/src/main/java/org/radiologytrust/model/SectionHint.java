package org.radiologytrust.model;

/**
 * A part of the text whose section the message itself marks (OBX-3 suffix {@code &IMP}, or a LOINC
 * code).
 */
public record SectionHint(Span span, Section section) {}
