package org.radiologytrust.ingest.ehr;

import java.util.List;

/**
 * What a page says.
 *
 * @param reports the reports that were searched for, in the page's order
 * @param complete false if the server says that it could not search all
 */
record PolledPage(List<PolledReport> reports, boolean complete) {}
