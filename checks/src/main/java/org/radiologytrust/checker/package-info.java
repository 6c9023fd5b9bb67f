/** The engine behind {@link org.radiologytrust.checks.ReportChecker}, and checks of other jars. */
@NullMarked
package org.radiologytrust.checker;

import org.jspecify.annotations.NullMarked;
