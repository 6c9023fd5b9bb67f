/** The page of the strengths: what verdicts propose, and what a person changes. */
@NullMarked
package org.radiologytrust.page.strengths;

import org.jspecify.annotations.NullMarked;
