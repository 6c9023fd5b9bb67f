/** Which images of a report's studies a model is shown. */
@NullMarked
package org.radiologytrust.ingest.dicom.select;

import org.jspecify.annotations.NullMarked;
