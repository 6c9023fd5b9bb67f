/**
 * Tells people of urgent flags, by a webhook and by e-mail: first one entry of the site's list,
 * then the next while nobody has read. What is sent holds nothing of a patient.
 */
@NullMarked
package org.radiologytrust.notify;

import org.jspecify.annotations.NullMarked;
