/** Texts, tables and charts as a PDF. */
@NullMarked
package org.radiologytrust.pdf;

import org.jspecify.annotations.NullMarked;
