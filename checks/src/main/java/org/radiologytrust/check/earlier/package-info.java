/** The checks that compare a report with the patient's earlier reports. */
@NullMarked
package org.radiologytrust.check.earlier;

import org.jspecify.annotations.NullMarked;
