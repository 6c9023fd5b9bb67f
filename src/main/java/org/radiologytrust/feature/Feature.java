package org.radiologytrust.feature;

import java.util.List;
import java.util.Map;

/**
 * A part of the product, such as a peer: what it binds, what routes may ask it for, how it is
 * checked, and how it closes.
 *
 * <p>It is made from its settings, and refuses those that cannot be used ({@link
 * org.radiologytrust.settings.Settings.Wrong}) when it is made: {@code rtl doctor} makes the same
 * features as {@code rtl serve}, and starts none.
 */
public interface Feature extends AutoCloseable {
  /** What routes ask for as {@code {{name}}}, beyond the settings as they are written. */
  default Map<String, String> placeholders() {
    return Map.of();
  }

  /** What may be wrong with it. */
  default List<SelfCheck> checks() {
    return List.of();
  }

  /** Binds beans by the names that routes call, before any route starts. */
  default void bind(Host host) {}

  /**
   * Once the routes run.
   *
   * @throws org.radiologytrust.settings.Settings.Wrong when they do not do what is set
   */
  default void started(Host host) {}

  /** After the routes have stopped; also of one that was never bound. */
  @Override
  default void close() {}
}
