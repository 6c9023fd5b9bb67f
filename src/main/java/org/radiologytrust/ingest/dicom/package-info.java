/**
 * Images in: reads the changes feed of an Orthanc, which takes the C-STOREs, stores study and tags
 * in the journal, and gives the pixels as the model sees them.
 *
 * <p>Nothing here logs or throws a value of a tag. Orthanc's own ids (hashes) are named instead.
 */
package org.radiologytrust.ingest.dicom;
