/** The figures of the checks as files for papers: {@code checks.csv} and {@code checks.json}. */
@NullMarked
package org.radiologytrust.lab.checks.paper;

import org.jspecify.annotations.NullMarked;
