/** The page that checks a report before it is signed. It stores nothing. */
@NullMarked
package org.radiologytrust.page.check;

import org.jspecify.annotations.NullMarked;
