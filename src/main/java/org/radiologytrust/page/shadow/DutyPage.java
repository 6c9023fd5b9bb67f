package org.radiologytrust.page.shadow;

import org.radiologytrust.page.door.Layout;

/**
 * The page of one flag.
 *
 * @param told what the form has for who was told
 * @param when the same for the time
 * @param problem why the form was not stored; empty if it was not sent
 */
record DutyPage(Layout layout, DutyFlag flag, String told, String when, String problem) {
  /** Withholds the name. */
  @Override
  public String toString() {
    return "DutyPage[" + flag + "]";
  }
}
