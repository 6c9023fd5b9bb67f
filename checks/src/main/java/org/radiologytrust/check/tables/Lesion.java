package org.radiologytrust.check.tables;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.text.measures.MeasuredThing;

/**
 * A nodule with its size.
 *
 * @param type in assessments.yaml; {@code null} if the report does not say it
 * @param several whether the report speaks of more than one
 */
record Lesion(MeasuredThing thing, @Nullable String type, boolean several) {
  /** The largest diameter in millimetres. */
  double largest() {
    return thing.measurement().largest();
  }

  /** The mean of the two largest diameters. */
  double mean() {
    List<Double> values =
        thing.measurement().values().stream().sorted(Collections.reverseOrder()).limit(2).toList();
    return values.stream().mapToDouble(v -> v).average().orElseThrow();
  }

  /** Whether a row of a table can be about it, by size and type. */
  boolean canBe(AssessmentTable table, AssessmentTable.Row row) {
    boolean types = row.type() == null || type == null || row.type().equals(type);
    boolean numbers = row.several() == null || row.several() == several;
    return types && numbers && (row.has(largest()) || table.mean() && row.has(mean()));
  }
}
