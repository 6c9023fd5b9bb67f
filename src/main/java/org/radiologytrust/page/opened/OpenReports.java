package org.radiologytrust.page.opened;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The way through the reports with something to do, in the order in which the person saw the list:
 * first those with open flags, then those that are to be corrected. A report that is decided, or
 * only in part, has another place in the list at once; without this order the reports between its
 * two places would be passed over.
 *
 * @param open ids of the reports with open flags, in the order of the worklist
 * @param toCorrect ids of those that are to be corrected, in the same order
 */
public record OpenReports(List<UUID> open, List<UUID> toCorrect) {
  /** As many as a person goes through before the worklist is looked at again. */
  public static final int MAX = 500;

  public static final OpenReports NONE = new OpenReports(List.of(), List.of());

  public OpenReports {
    open = List.copyOf(open);
    toCorrect = List.copyOf(toCorrect);
  }

  private List<UUID> all() {
    return Stream.concat(open.stream(), toCorrect.stream()).toList();
  }

  /**
   * The order to remember, after a person has opened a report.
   *
   * @param now the reports with something to do now
   */
  public OpenReports seen(UUID report, OpenReports now) {
    return all().contains(report) ? this : now;
  }

  /**
   * The first report after this one that has something to do. After the last one, and after a
   * report that is not in the list, it is the first one of the list; empty if there is no other.
   *
   * @param now the reports with something to do now
   */
  public Optional<UUID> after(UUID report, OpenReports now) {
    List<UUID> order = all();
    List<UUID> left = now.all();
    List<UUID> later = new ArrayList<>(order.subList(order.indexOf(report) + 1, order.size()));
    later.retainAll(left);
    later.addAll(left);
    return later.stream().filter(id -> !id.equals(report)).findFirst();
  }

  /**
   * The place of a report, such as {@code Report 4 of 14 with open flags}; empty if it is not in
   * the list.
   */
  public String place(UUID report) {
    String place = place(report, open, "with open flags");
    return place.isEmpty() ? place(report, toCorrect, "to be corrected") : place;
  }

  private static String place(UUID report, List<UUID> of, String what) {
    int at = of.indexOf(report) + 1;
    return at == 0 ? "" : "Report %d of %d %s".formatted(at, of.size(), what);
  }
}
