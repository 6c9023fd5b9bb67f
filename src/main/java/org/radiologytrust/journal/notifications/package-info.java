/**
 * Problems of which somebody is told at once: which these are, who was told, and whether somebody
 * has read of them. Audits and decisions both change them, so it is below both.
 */
@NullMarked
package org.radiologytrust.journal.notifications;

import org.jspecify.annotations.NullMarked;
