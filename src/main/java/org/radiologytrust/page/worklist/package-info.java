/** The list of reports and its filters. */
@NullMarked
package org.radiologytrust.page.worklist;

import org.jspecify.annotations.NullMarked;
