/** The pages on which people read audits and decide about them. */
@NullMarked
package org.radiologytrust.page;

import org.jspecify.annotations.NullMarked;
