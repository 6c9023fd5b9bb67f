/**
 * Runs all checks on a report, as the site has switched them, and says which of them were not made
 * or did not finish. The checks themselves are in the packages below this one. They are
 * deterministic, need no model, and report nothing when in doubt. Their words are in YAML files in
 * {@code words/}.
 */
@NullMarked
package org.radiologytrust.check;

import org.jspecify.annotations.NullMarked;
