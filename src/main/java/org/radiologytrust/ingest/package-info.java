/**
 * Shared by the feeds: code and word lists that decide whether a message is radiology, and that
 * find its modality, side, status and sections. Each feed has its own package below this one.
 */
@NullMarked
package org.radiologytrust.ingest;

import org.jspecify.annotations.NullMarked;
