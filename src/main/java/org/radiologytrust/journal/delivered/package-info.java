/** What sinks need that do not send the Bundle but write the audit in another form. */
@NullMarked
package org.radiologytrust.journal.delivered;

import org.jspecify.annotations.NullMarked;
