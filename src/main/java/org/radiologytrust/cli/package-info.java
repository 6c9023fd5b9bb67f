/** The commands of {@code ./rtl}. */
package org.radiologytrust.cli;
