package org.radiologytrust.session;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the pages keep for one session: one value of each class. Thread-safe; may block. */
public interface SessionValues {
  <T> Optional<T> get(Class<T> type);

  /**
   * Keeps a value and replaces the one of the same class.
   *
   * @param value a record that can be written as JSON, of bounded size
   */
  void put(Object value);

  /** Values in memory. */
  static SessionValues inMemory() {
    Map<Class<?>, Object> values = new ConcurrentHashMap<>();
    return new SessionValues() {
      @Override
      public <T> Optional<T> get(Class<T> type) {
        return Optional.ofNullable(type.cast(values.get(type)));
      }

      @Override
      public void put(Object value) {
        values.put(value.getClass(), value);
      }
    };
  }
}
