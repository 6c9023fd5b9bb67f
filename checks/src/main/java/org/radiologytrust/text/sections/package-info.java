/** Splits the text of a report into sections and sentences, and says which parts are read. */
@NullMarked
package org.radiologytrust.text.sections;

import org.jspecify.annotations.NullMarked;
