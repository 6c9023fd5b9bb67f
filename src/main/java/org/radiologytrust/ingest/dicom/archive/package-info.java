/**
 * Archives as a source of images: studies that our Orthanc does not have are asked for there, by
 * DICOMweb or by C-MOVE, weighed, and brought into Orthanc, which is the only cache.
 *
 * <p>No log line and no exception of this package contains the value of a tag, except Study
 * Instance UIDs in requests to the archive.
 */
@NullMarked
package org.radiologytrust.ingest.dicom.archive;

import org.jspecify.annotations.NullMarked;
