package org.radiologytrust.text.sections;

import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;

/**
 * A heading of a report, in its text or by a code of the message.
 *
 * @param name its words, with a colon if it has one; the section's name for a code
 * @param span its place in the report; for a code the text below it
 */
public record Heading(Section section, String name, Span span) {}
