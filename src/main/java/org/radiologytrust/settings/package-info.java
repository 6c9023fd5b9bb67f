/**
 * The {@code rtl.*} settings as they are written. Each package makes a record of its own of them,
 * and nothing else reads a value.
 */
package org.radiologytrust.settings;
