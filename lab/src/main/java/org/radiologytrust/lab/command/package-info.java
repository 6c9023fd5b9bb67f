/**
 * The commands {@code rtl synth}, {@code rtl eval}, {@code rtl eval-checks} and {@code rtl import}.
 */
@NullMarked
package org.radiologytrust.lab.command;

import org.jspecify.annotations.NullMarked;
