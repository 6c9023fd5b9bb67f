package org.radiologytrust.page.opened;

import java.util.UUID;

/**
 * What has changed since a page showed a report, in a few words.
 *
 * @param who changed it; empty if no person did
 */
public record ReportNews(UUID report, String who, String words) {}
