/** The pages of one report: on the screen, on paper, its versions, and how its audit was made. */
@NullMarked
package org.radiologytrust.page.report;

import org.jspecify.annotations.NullMarked;
