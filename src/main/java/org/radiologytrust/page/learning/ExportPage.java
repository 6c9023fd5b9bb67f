package org.radiologytrust.page.learning;

import java.util.List;
import org.radiologytrust.learning.NamelessCase;
import org.radiologytrust.page.door.Layout;
import org.radiologytrust.page.door.Titles;

/** The model of the page that shows what an export would give away. */
record ExportPage(Layout layout, List<NamelessCase> cases, Titles titles) {
  ExportPage {
    cases = List.copyOf(cases);
  }

  /** The cases that may name somebody. */
  List<NamelessCase> unsure() {
    return cases.stream().filter(one -> !one.sure()).toList();
  }

  List<NamelessCase> sure() {
    return cases.stream().filter(NamelessCase::sure).toList();
  }

  boolean ready() {
    return !cases.isEmpty() && unsure().isEmpty();
  }

  static String count(int cases) {
    return cases + (cases == 1 ? " case" : " cases");
  }

  /** Withholds the reports. */
  @Override
  public String toString() {
    return "ExportPage";
  }
}
