package org.radiologytrust.page.door;

import java.util.ArrayList;
import java.util.List;

/** The values of the filters above a list. */
public final class FilterValues {
  /** In characters. Longer values match nothing that the journal holds. */
  private static final int LONGEST = 200;

  private FilterValues() {}

  /**
   * What a filter offers. A value that nothing in the list has any more stays chosen, or the form
   * would change it unseen.
   *
   * @param chosen empty if nothing is
   */
  public static List<String> with(List<String> values, String chosen) {
    if (chosen.isEmpty() || values.contains(chosen)) {
      return values;
    }
    List<String> all = new ArrayList<>(values);
    all.add(chosen);
    return all;
  }

  /** What a field of the form has, without white space around it, and not too long. */
  public static String of(String field) {
    String value = field.strip();
    return value.length() > LONGEST ? value.substring(0, LONGEST) : value;
  }
}
