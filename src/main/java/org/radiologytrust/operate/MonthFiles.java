package org.radiologytrust.operate;

import java.time.YearMonth;
import java.util.function.Function;

/**
 * Makes the page of a month as a file.
 *
 * @param html one file that loads nothing
 * @param pdf the same without the drawing
 */
public record MonthFiles(Function<YearMonth, byte[]> html, Function<YearMonth, byte[]> pdf) {}
