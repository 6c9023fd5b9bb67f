/** Learning cases without the names of the people in them, for use outside the hospital. */
@NullMarked
package org.radiologytrust.learning;

import org.jspecify.annotations.NullMarked;
