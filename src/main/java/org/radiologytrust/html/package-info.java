/** HTML from the templates in src/main/jte, which escape all text. */
@NullMarked
package org.radiologytrust.html;

import org.jspecify.annotations.NullMarked;
