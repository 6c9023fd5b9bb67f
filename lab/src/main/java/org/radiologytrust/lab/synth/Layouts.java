package org.radiologytrust.lab.synth;

import java.util.List;

/** Layouts of reports; {@code lab/synth/layouts.yaml} describes the fields. */
record Layouts(List<Layout> layouts, List<String> comparisons) {
  /** One layout. */
  record Layout(
      String name,
      int weight,
      boolean title,
      String technique,
      String history,
      String comparison,
      String findings,
      String impression,
      boolean lines,
      String mark,
      boolean numbers,
      boolean stops,
      boolean capitals) {}

  Layout pick(RandomDraw draw) {
    return layouts.get(draw.weighted(layouts.stream().mapToInt(Layout::weight).toArray()));
  }

  /** Says what is wrong; empty if the file is valid. */
  String problem() {
    if (layouts == null || layouts.isEmpty() || comparisons == null || comparisons.isEmpty()) {
      return "needs layouts and comparisons";
    }
    return layouts.stream()
        .filter(l -> l.weight() < 1 || !l.stops() && l.mark().isEmpty())
        .map(l -> l.name() + " needs a weight, and a mark where it has no full stops")
        .findFirst()
        .orElse("");
  }
}
