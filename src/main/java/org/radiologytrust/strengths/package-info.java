/** What verdicts of people propose for the strength of a check, and what people make of it. */
@NullMarked
package org.radiologytrust.strengths;

import org.jspecify.annotations.NullMarked;
