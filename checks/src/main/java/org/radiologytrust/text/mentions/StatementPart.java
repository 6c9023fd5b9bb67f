package org.radiologytrust.text.mentions;

import org.radiologytrust.model.Span;

/**
 * A part of a sentence that states one thing.
 *
 * @param span its place in the report
 * @param text the words of the report, unchanged
 * @param denied whether it only says that something is not there
 */
public record StatementPart(Span span, String text, boolean denied) {}
