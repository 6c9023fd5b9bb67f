/**
 * Receives images by C-STORE in the product's own process, keeps them as files, and gives their
 * tags and pixels to correlation and rendering.
 *
 * <p>No log line and no exception of this package contains the value of a tag. They name the ids of
 * {@link ObjectIds} (hashes) instead.
 */
@NullMarked
package org.radiologytrust.dcm4che;

import org.jspecify.annotations.NullMarked;
