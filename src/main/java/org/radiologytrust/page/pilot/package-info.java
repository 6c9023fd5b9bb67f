/** The page of an acceptance: how far it is, and its result. */
@NullMarked
package org.radiologytrust.page.pilot;

import org.jspecify.annotations.NullMarked;
