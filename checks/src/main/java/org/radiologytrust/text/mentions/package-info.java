/**
 * Reads what sentences mention: findings, body parts and devices with their side, whether they are
 * stated, denied or in doubt, and of which time; who was told, and what is recommended.
 */
@NullMarked
package org.radiologytrust.text.mentions;

import org.jspecify.annotations.NullMarked;
