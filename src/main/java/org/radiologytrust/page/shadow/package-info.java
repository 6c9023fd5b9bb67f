/**
 * The only pages that show what is found in shadow mode: to the quality lead and to the clinician.
 */
@NullMarked
package org.radiologytrust.page.shadow;

import org.jspecify.annotations.NullMarked;
