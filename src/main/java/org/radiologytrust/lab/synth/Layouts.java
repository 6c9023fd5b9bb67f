package org.radiologytrust.lab.synth;

import java.util.List;

/** How reports look; {@code synth/layouts.yaml} tells what each is. */
record Layouts(List<Layout> layouts, List<String> comparisons) {
  /** One look. */
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

  Layout pick(Draw draw) {
    return layouts.get(draw.weighted(layouts.stream().mapToInt(Layout::weight).toArray()));
  }

  /** What is wrong, or empty. */
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
