package org.radiologytrust.feature;

import java.util.List;
import java.util.Map;

/**
 * A part of the product, such as a peer: it binds beans for routes, has placeholders and checks,
 * and is closed at the end.
 *
 * <p>Its constructor reads its settings and throws {@link
 * org.radiologytrust.settings.Settings.Wrong} for one that is not valid. It opens no connection and
 * starts nothing: {@code rtl doctor} creates the same features as {@code rtl serve} and starts
 * none.
 */
public interface Feature extends AutoCloseable {
  /** Values that routes use as {@code {{name}}}, in addition to the settings. */
  default Map<String, String> placeholders() {
    return Map.of();
  }

  /** Checks of start, readiness and doctor. */
  default List<SelfCheck> checks() {
    return List.of();
  }

  /** Binds beans under the names that routes call; called before any route starts. */
  default void bind(Host host) {}

  /**
   * Called when the routes run.
   *
   * @throws org.radiologytrust.settings.Settings.Wrong when the routes contradict the settings
   */
  default void started(Host host) {}

  /** Called after the routes have stopped, also when {@link #bind} was never called. */
  @Override
  default void close() {}
}
