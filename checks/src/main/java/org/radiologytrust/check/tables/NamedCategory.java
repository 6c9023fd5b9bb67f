package org.radiologytrust.check.tables;

/**
 * A category of an assessment system that a sentence names.
 *
 * @param system the first name of its system in categories.yaml
 * @param category in lower case, with digits for Roman numerals: {@code 4a}
 * @param known whether the system has this category
 * @param first the first word of the system's name
 * @param last the word of the category
 */
public record NamedCategory(String system, String category, boolean known, int first, int last) {}
