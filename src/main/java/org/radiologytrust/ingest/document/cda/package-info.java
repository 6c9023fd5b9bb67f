/** The text of CDA documents, and the parts of a MIME package. */
@NullMarked
package org.radiologytrust.ingest.document.cda;

import org.jspecify.annotations.NullMarked;
