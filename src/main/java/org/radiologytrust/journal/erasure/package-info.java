/**
 * Erasure of a report or a patient: deletes every row that has something of them, and keeps a
 * record without content.
 */
@NullMarked
package org.radiologytrust.journal.erasure;

import org.jspecify.annotations.NullMarked;
