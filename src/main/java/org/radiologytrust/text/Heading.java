package org.radiologytrust.text;

import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;

/**
 * A heading of a report.
 *
 * @param name its words, with a colon if it has one
 * @param span its place in the report
 */
public record Heading(Section section, String name, Span span) {}
