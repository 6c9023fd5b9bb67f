package org.radiologytrust.page.door;

import java.util.Locale;

/** What pages say where reports of shadow mode are left out: a sum without them is no zero. */
public final class ShadowWords {
  private ShadowWords() {}

  /** Such as {@code 1,089 in shadow mode, not shown here}. */
  public static String notShown(int reports) {
    return String.format(Locale.ENGLISH, "%,d in shadow mode, not shown here", reports);
  }
}
