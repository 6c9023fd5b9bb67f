/** Whether the product is used: flags of the site's own reports, a rule stated before, a result. */
@NullMarked
package org.radiologytrust.acceptance;

import org.jspecify.annotations.NullMarked;
