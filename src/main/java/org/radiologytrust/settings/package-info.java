/**
 * The {@code rtl.*} settings as text. Each package reads the settings that it needs into a record
 * of its own; nothing else reads a value.
 */
@NullMarked
package org.radiologytrust.settings;

import org.jspecify.annotations.NullMarked;
