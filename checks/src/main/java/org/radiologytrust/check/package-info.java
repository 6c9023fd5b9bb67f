/**
 * Runs all checks on a report, as the site has switched them, and says which of them were not made
 * or did not finish. It makes the checks of the packages below it. They are deterministic and run
 * with and without a model; in doubt they report nothing. Their words are in YAML files in {@code
 * words/}.
 */
@NullMarked
package org.radiologytrust.check;

import org.jspecify.annotations.NullMarked;
