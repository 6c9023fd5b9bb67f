/** Who asks: programs, people's sessions in their browsers, and what each user may do. */
@NullMarked
package org.radiologytrust.session;

import org.jspecify.annotations.NullMarked;
