/**
 * A problem as the page shows it: its words, evidence and quotes, the marks in the report's text,
 * and what became of it.
 */
@NullMarked
package org.radiologytrust.page.flag;

import org.jspecify.annotations.NullMarked;
