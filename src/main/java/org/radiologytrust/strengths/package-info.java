/** The table of strengths that a site uses: how a person loads it, and which nodes may use it. */
@NullMarked
package org.radiologytrust.strengths;

import org.jspecify.annotations.NullMarked;
