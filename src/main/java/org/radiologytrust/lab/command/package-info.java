/** The commands {@code rtl synth}, {@code rtl eval} and {@code rtl import}. */
@NullMarked
package org.radiologytrust.lab.command;

import org.jspecify.annotations.NullMarked;
