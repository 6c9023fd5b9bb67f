/** How the pixels of images become the levels that a model sees: the site's recipes. */
@NullMarked
package org.radiologytrust.ingest.dicom.recipe;

import org.jspecify.annotations.NullMarked;
