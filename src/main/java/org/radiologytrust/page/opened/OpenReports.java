package org.radiologytrust.page.opened;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The way through the reports with open problems, in the order in which the person saw the list. A
 * report that is decided, or only in part, has another place in the list at once; without this
 * order the reports between its two places would be passed over.
 *
 * @param order ids in the order of the worklist
 */
public record OpenReports(List<UUID> order) {
  /** As many as a person goes through before the worklist is looked at again. */
  public static final int MAX = 500;

  public static final OpenReports NONE = new OpenReports(List.of());

  public OpenReports {
    order = List.copyOf(order);
  }

  /**
   * The order to remember, after a person has opened a report.
   *
   * @param open the reports that are open now, in the order of the worklist
   */
  public OpenReports seen(UUID report, List<UUID> open) {
    return order.contains(report) ? this : new OpenReports(open);
  }

  /**
   * The first open report after this one. After the last one, and after a report that is not in the
   * list, it is the first open one of the list; empty if no other report is open.
   *
   * @param open the reports that are open now
   */
  public Optional<UUID> after(UUID report, List<UUID> open) {
    List<UUID> later = new ArrayList<>(order.subList(order.indexOf(report) + 1, order.size()));
    later.retainAll(open);
    later.addAll(open);
    return later.stream().filter(id -> !id.equals(report)).findFirst();
  }

  /** The place of a report, from 1; 0 if it is not in the list. */
  public int place(UUID report) {
    return order.indexOf(report) + 1;
  }
}
