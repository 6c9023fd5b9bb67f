/** Compares the patient whom the report describes with the recorded age and sex. */
@NullMarked
package org.radiologytrust.check.patient;

import org.jspecify.annotations.NullMarked;
