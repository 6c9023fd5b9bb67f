/**
 * The {@code rtl.*} settings as they are written. Each package binds those that it needs into a
 * record, and nothing else reads a value.
 */
package org.radiologytrust.settings;
