package org.radiologytrust.cli.audit;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Names of the fields in which two records differ; never values, which may be a patient's. */
final class RecordDifferences {
  private RecordDifferences() {}

  /** Names such as {@code text} and {@code patient.birthDate}. */
  static List<String> differing(Record a, Record b) {
    List<String> names = new ArrayList<>();
    collect("", a, b, names);
    return names;
  }

  private static void collect(String prefix, Record a, Record b, List<String> names) {
    for (RecordComponent field : a.getClass().getRecordComponents()) {
      Object x = value(field, a);
      Object y = value(field, b);
      if (Objects.equals(x, y)) {
        continue;
      }
      if (x instanceof Record left && y instanceof Record right) {
        collect(prefix + field.getName() + ".", left, right, names);
      } else {
        names.add(prefix + field.getName());
      }
    }
  }

  private static @Nullable Object value(RecordComponent field, Record of) {
    try {
      return field.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the field " + field.getName() + " cannot be read");
    }
  }
}
