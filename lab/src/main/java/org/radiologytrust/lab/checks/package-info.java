/**
 * Measures the deterministic checks: seeds errors into reports, each beside a twin without the
 * error, and counts which errors are flagged and how often clean reports are. The wordings of the
 * errors are in the resource folder {@code lab/checks}. They are written without a look at the
 * words of the checks. The same seed gives the same bytes.
 */
@NullMarked
package org.radiologytrust.lab.checks;

import org.jspecify.annotations.NullMarked;
