package org.radiologytrust.fhirread;

import java.util.List;
import org.radiologytrust.journal.results.ResourceStore.Page;
import org.radiologytrust.journal.results.ResourceStore.Versioned;

/**
 * A page with what is included.
 *
 * @param page with fewer matches than were found, if they refer to too much
 */
record ExtendedPage(Page page, List<Versioned> included) {}
