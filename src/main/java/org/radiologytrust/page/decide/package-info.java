/** Decisions about flags: the forms, and what is stored. */
@NullMarked
package org.radiologytrust.page.decide;

import org.jspecify.annotations.NullMarked;
