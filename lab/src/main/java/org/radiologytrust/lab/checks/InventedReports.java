package org.radiologytrust.lab.checks;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Report;

/**
 * Invented short reports of many examinations, for errors that the measured reports offer no place
 * for: a chest radiograph has no side that an order could contradict.
 */
final class InventedReports {
  /**
   * @param title names the examination; it may have {side}
   * @param text the report; it may have {side} and {Side}
   */
  private record Invented(String title, String text) {}

  private InventedReports() {}

  /** Each report once, and those with a side once for each side. */
  static List<Message> messages(SiteFiles files, CleanMessages clean) {
    List<Message> messages = new ArrayList<>();
    int number = 0;
    for (Invented one :
        files.yaml("lab/checks/reports.yaml", new TypeReference<List<Invented>>() {})) {
      number++;
      boolean sided = (one.title + one.text).toLowerCase(Locale.ROOT).contains("{side}");
      for (String side : sided ? List.of("left", "right") : List.of("")) {
        String id = "invented-" + number + (side.isEmpty() ? "" : "-" + side);
        messages.add(
            clean.of(
                new SourceReport(
                    id,
                    filled(one.title, side),
                    "",
                    Report.canonicalText(filled(one.text, side)),
                    null)));
      }
    }
    return messages;
  }

  private static String filled(String words, String side) {
    return side.isEmpty()
        ? words
        : words
            .replace("{side}", side)
            .replace("{Side}", side.substring(0, 1).toUpperCase(Locale.ROOT) + side.substring(1))
            .replace("{SIDE}", side.toUpperCase(Locale.ROOT));
  }
}
