/**
 * Case folders: a report, its images and, if known, the truth about them. {@code rtl eval} and
 * {@code rtl batch} read them; {@code rtl synth} and the importers write them. The format is in
 * docs/cases.md.
 */
@NullMarked
package org.radiologytrust.cases;

import org.jspecify.annotations.NullMarked;
