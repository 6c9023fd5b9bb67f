/** Who asks for a page: people's sessions in their browsers, and what each user may do. */
@NullMarked
package org.radiologytrust.session;

import org.jspecify.annotations.NullMarked;
