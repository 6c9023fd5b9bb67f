/** The list of learning cases, their notes, and their export without names. */
@NullMarked
package org.radiologytrust.page.learning;

import org.jspecify.annotations.NullMarked;
