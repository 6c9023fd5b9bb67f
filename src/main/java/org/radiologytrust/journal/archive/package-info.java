/** What is to be brought from an archive of images, and what was brought. */
@NullMarked
package org.radiologytrust.journal.archive;

import org.jspecify.annotations.NullMarked;
