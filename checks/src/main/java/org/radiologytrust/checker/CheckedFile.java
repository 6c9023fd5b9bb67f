package org.radiologytrust.checker;

import org.radiologytrust.checks.Result;

/**
 * A file and what the checks found in it.
 *
 * @param result what people are shown of it
 */
public record CheckedFile(String name, String text, Result result) {}
