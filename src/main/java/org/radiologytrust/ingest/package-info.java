/**
 * What the feeds share: the code and word lists by which a message is told to be radiology, and its
 * modality, side, status and sections are found. Each feed has a package of its own below.
 */
package org.radiologytrust.ingest;
