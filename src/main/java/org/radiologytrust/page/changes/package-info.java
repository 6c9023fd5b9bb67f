/** What final versions say otherwise than the preliminary ones before them. */
@NullMarked
package org.radiologytrust.page.changes;

import org.jspecify.annotations.NullMarked;
