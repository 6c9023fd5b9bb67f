/** The door for Dragon Copilot and PowerScribe: the published contract for radiologists, 1.0.0. */
@NullMarked
package org.radiologytrust.presign.dragon;

import org.jspecify.annotations.NullMarked;
