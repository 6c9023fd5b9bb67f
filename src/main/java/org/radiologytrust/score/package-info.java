/** Puts the checks and the model's labels together and counts: no model, no clock, no state. */
package org.radiologytrust.score;
