/** What changed between two versions of a report, by rules. */
@NullMarked
package org.radiologytrust.text.changes;

import org.jspecify.annotations.NullMarked;
