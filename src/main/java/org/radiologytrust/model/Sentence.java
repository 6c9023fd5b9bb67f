package org.radiologytrust.model;

/**
 * One sentence of a report.
 *
 * @param number from 1, in order of the text
 * @param text the words of the report, unchanged: equals {@code span.in(report.text())}
 */
public record Sentence(int number, Section section, Span span, String text) {}
