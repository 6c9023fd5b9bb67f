/**
 * Flags how a report is written: categories that do not exist, text left of a template, doubled
 * words, no impression, words that are too certain.
 */
@NullMarked
package org.radiologytrust.check.form;

import org.jspecify.annotations.NullMarked;
