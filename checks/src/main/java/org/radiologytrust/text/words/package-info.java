/**
 * Cleans the text of a report (removes what a reader cannot see, replaces letters that only look
 * like others, and keeps the mapping to the original), cuts it into words, and finds terms in them.
 */
@NullMarked
package org.radiologytrust.text.words;

import org.jspecify.annotations.NullMarked;
