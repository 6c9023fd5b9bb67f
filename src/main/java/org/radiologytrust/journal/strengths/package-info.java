/** The table that says how strong each check is. */
@NullMarked
package org.radiologytrust.journal.strengths;

import org.jspecify.annotations.NullMarked;
