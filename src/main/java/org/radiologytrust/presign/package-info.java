/**
 * The check before a report is signed: a report that is still open is checked at once, by rules
 * alone, and nothing of it is kept. Several doors lead to the one check; that of Dragon Copilot and
 * PowerScribe keeps to the published contract for radiologists, 1.0.0.
 */
@NullMarked
package org.radiologytrust.presign;

import org.jspecify.annotations.NullMarked;
