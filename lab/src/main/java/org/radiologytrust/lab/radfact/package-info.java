/**
 * Imports the examples that Microsoft publishes with RadFact (MIT): reports split into phrases, and
 * phrases that radiologists compared with those of another report on the same study.
 */
@NullMarked
package org.radiologytrust.lab.radfact;

import org.jspecify.annotations.NullMarked;
