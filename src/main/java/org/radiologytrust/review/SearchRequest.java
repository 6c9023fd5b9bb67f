package org.radiologytrust.review;

import java.util.List;
import org.radiologytrust.journal.ResourceShelf.Query;

/**
 * A search as it was understood.
 *
 * @param ids of {@code _id}; empty when not asked for
 * @param entries false for {@code _summary=count}
 * @param total false for {@code _total=none}
 * @param used the parameters that were used, for the self link, without {@code _offset}
 * @param warnings about those that were not
 */
record SearchRequest(
    Query query,
    List<String> ids,
    boolean entries,
    boolean total,
    Parameters used,
    List<String> warnings) {}
