package org.radiologytrust.page;

import org.jspecify.annotations.Nullable;

/**
 * The page of one report.
 *
 * @param text the report's text
 * @param deciding {@code null} where there are no flags
 */
record ReportPage(
    Layout layout, Opened opened, ReportText text, @Nullable Deciding deciding, ImagePane images) {}
