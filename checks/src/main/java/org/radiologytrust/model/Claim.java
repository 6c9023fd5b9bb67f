package org.radiologytrust.model;

/**
 * One statement of the report that can be judged by itself.
 *
 * @param number from 1, in order of the text
 * @param sentence number of the sentence that contains it; 0 for flagged words outside all
 *     sentences
 * @param text the words of the report, unchanged: equals {@code span.in(report.text())}
 */
public record Claim(
    int number, int sentence, Section section, ClaimType type, Span span, String text) {}
