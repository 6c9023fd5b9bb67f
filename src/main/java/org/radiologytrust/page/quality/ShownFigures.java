package org.radiologytrust.page.quality;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.Share;

/**
 * A row of figures in words.
 *
 * @param name of the group
 */
public record ShownFigures(String name, FigureRow row) {
  private static final long HOUR = 60;
  private static final long DAY = 24 * HOUR;

  static List<ShownFigures> of(By by, List<FigureRow> rows, Titles titles) {
    return rows.stream().map(row -> new ShownFigures(name(by, row.group(), titles), row)).toList();
  }

  private static String name(By by, String group, Titles titles) {
    return switch (by) {
      case CHECK -> titles.of(group);
      // such as 2026-11
      case MONTH -> group.substring(0, 4) + "-" + group.substring(4);
      case ALL -> "All";
      default -> group.isBlank() ? "not named" : group;
    };
  }

  /** Such as {@code ▲ tells}. */
  public String sign() {
    return switch (row.strength()) {
      case TELL -> "▲";
      case ASK -> "?";
      case QUIET -> "–";
    };
  }

  public String strength() {
    return switch (row.strength()) {
      case TELL -> "tells";
      case ASK -> "asks";
      case QUIET -> "quiet";
    };
  }

  /** Flags in 100 reports; empty if no report was checked. */
  public String per100() {
    return row.reports() == 0 ? "" : Share.number(100.0 * row.flags() / row.reports());
  }

  /** Reports with a flag of those that were checked. */
  public Share flagged() {
    // a check that did not finish on the newest version may have flagged an earlier one
    return new Share(row.flagged(), Math.max(row.flagged(), row.reports()));
  }

  /** Right of right and wrong. */
  public Share precision() {
    return new Share(row.judged().right(), row.judged().right() + row.judged().wrong());
  }

  public Share corrected() {
    return new Share(row.agreed().corrected(), row.agreed().all());
  }

  public String half() {
    return words(row.delay().half());
  }

  public String most() {
    return words(row.delay().most());
  }

  /** Such as {@code 14 min} or {@code 2 h 40}, rounded down; empty if there is none. */
  static String words(@Nullable Duration delay) {
    if (delay == null) {
      return "";
    }
    long minutes = delay.toMinutes();
    if (minutes < HOUR) {
      return minutes + " min";
    }
    return minutes < 2 * DAY
        ? "%d h %02d".formatted(minutes / HOUR, minutes % HOUR)
        : minutes / DAY + " d";
  }
}
