/**
 * Reads the data files that decide how reports are read: the shipped ones and those of a site. A
 * value that is missing or wrong is named with its file and line.
 */
@NullMarked
package org.radiologytrust.files;

import org.jspecify.annotations.NullMarked;
