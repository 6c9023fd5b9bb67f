/** How strong each check is, as people changed it while the product runs. */
@NullMarked
package org.radiologytrust.journal.strengths;

import org.jspecify.annotations.NullMarked;
