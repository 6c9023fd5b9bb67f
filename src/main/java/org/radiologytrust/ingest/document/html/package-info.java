/** The text of HTML that a reader would see, without what its style sheets hide. */
@NullMarked
package org.radiologytrust.ingest.document.html;

import org.jspecify.annotations.NullMarked;
