/**
 * Receives images: follows the changes feed of an Orthanc that receives C-STORE, stores studies and
 * tags in the journal, and renders pixels for the model.
 *
 * <p>No log line and no exception of this package contains the value of a tag. They name Orthanc's
 * own ids (hashes) instead.
 */
@NullMarked
package org.radiologytrust.ingest.dicom;

import org.jspecify.annotations.NullMarked;
