/**
 * The text of PDF pages that a reader would see: what is painted over, invisible or struck is left
 * out, and what cannot be read as letters is named.
 */
@NullMarked
package org.radiologytrust.ingest.document.pdf;

import org.jspecify.annotations.NullMarked;
