/**
 * Compares the examination that the report describes with the order and with the tags of the
 * images: side, modality, body part, contrast medium, views.
 */
@NullMarked
package org.radiologytrust.check.exam;

import org.jspecify.annotations.NullMarked;
