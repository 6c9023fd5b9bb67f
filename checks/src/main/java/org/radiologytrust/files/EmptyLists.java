package org.radiologytrust.files;

import com.fasterxml.jackson.core.JsonPointer;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds lists, sets and maps without an item in what was read from a data file. */
final class EmptyLists {
  private EmptyLists() {}

  /**
   * The place of the first list that its record does not allow to be empty; {@code null} if there
   * is none.
   *
   * @param partial whether the lists of this record, but not of those in it, may be empty
   */
  static @Nullable JsonPointer first(@Nullable Object read, boolean partial) {
    if (read instanceof Record) {
      for (RecordComponent component : RequiredComponents.of(read.getClass())) {
        Object value = value(component, read);
        boolean wrong = isEmpty(value) && !partial && !mayBeEmpty(component);
        JsonPointer empty = wrong ? JsonPointer.empty() : first(value, false);
        if (empty != null) {
          return key(component.getName()).append(empty);
        }
      }
    } else if (read instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        JsonPointer empty = first(entry.getValue(), false);
        if (empty != null) {
          return key(entry.getKey().toString()).append(empty);
        }
      }
    } else if (read instanceof Collection<?> list) {
      int i = 0;
      for (Object item : list) {
        JsonPointer empty = first(item, false);
        if (empty != null) {
          return JsonPointer.empty().appendIndex(i).append(empty);
        }
        i++;
      }
    }
    return null;
  }

  private static boolean mayBeEmpty(RecordComponent component) {
    return RequiredComponents.mayBeMissing(component)
        || component.isAnnotationPresent(MayBeEmpty.class);
  }

  private static boolean isEmpty(@Nullable Object value) {
    return value instanceof Collection<?> list && list.isEmpty()
        || value instanceof ItemList items && items.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty();
  }

  private static JsonPointer key(String name) {
    return JsonPointer.empty().appendProperty(name);
  }

  private static @Nullable Object value(RecordComponent component, Object owner) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true); // most of these records are private
    try {
      return accessor.invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }
}
