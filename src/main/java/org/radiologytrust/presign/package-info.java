/**
 * The check before a report is signed: a report that is still open is checked at once, by rules
 * alone, and nothing of it is kept. Several doors lead to the one check.
 */
@NullMarked
package org.radiologytrust.presign;

import org.jspecify.annotations.NullMarked;
