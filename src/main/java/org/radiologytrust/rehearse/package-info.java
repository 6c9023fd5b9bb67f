/** New word lists, strengths or versions: what they would change, seen before they are used. */
@NullMarked
package org.radiologytrust.rehearse;

import org.jspecify.annotations.NullMarked;
