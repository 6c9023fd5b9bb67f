/** Rules that a site writes in YAML: each is a check without Java, with the reports that try it. */
@NullMarked
package org.radiologytrust.check.rule;

import org.jspecify.annotations.NullMarked;
