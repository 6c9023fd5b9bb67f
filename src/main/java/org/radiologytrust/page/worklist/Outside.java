package org.radiologytrust.page.worklist;

import java.util.List;

/**
 * What a search would find without the filters, in addition to what it found.
 *
 * @param reports number of them
 * @param hiding the filters that each leave some of them out; empty if the search found something
 */
record Outside(int reports, List<Choice.Criterion> hiding) {
  static final Outside NONE = new Outside(0, List.of());

  Outside {
    hiding = List.copyOf(hiding);
  }
}
