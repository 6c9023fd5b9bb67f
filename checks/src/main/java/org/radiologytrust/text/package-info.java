/**
 * Reads the text of a report: cleans it (removes what a reader cannot see, replaces letters that
 * only look like others, and keeps the mapping to the original), and splits it into sections,
 * sentences and words.
 */
@NullMarked
package org.radiologytrust.text;

import org.jspecify.annotations.NullMarked;
