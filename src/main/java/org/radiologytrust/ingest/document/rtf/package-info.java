/** The text of RTF that a reader would see, without hidden or struck text. */
@NullMarked
package org.radiologytrust.ingest.document.rtf;

import org.jspecify.annotations.NullMarked;
