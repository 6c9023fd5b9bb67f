package org.radiologytrust.feature;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.settings.Settings;
import org.slf4j.LoggerFactory;

/**
 * Brings an image store to the product: a class in a jar in {@code lib/}, named in the jar's file
 * {@code META-INF/services/org.radiologytrust.feature.ImageStoreProvider}. The jar's settings with
 * their defaults are in its file {@link Settings#MODULE}.
 */
public interface ImageStoreProvider {
  /**
   * Creates the feature, also when the store is not configured: routes need its placeholders, and
   * {@code rtl doctor} its check.
   *
   * @throws Settings.Wrong when a setting is not valid
   */
  ImageStoreFeature create(Settings settings, SiteFiles files);

  /**
   * All stores that jars bring.
   *
   * @throws Settings.Wrong when a jar is damaged or made for another version, or a setting is not
   *     valid
   */
  static List<ImageStoreFeature> all(Settings settings, SiteFiles files) {
    try {
      return ServiceLoader.load(ImageStoreProvider.class, ImageStoreProvider.class.getClassLoader())
          .stream()
          .map(provider -> provider.get().create(settings, files))
          .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      LoggerFactory.getLogger(ImageStoreProvider.class)
          .error("an image store in lib/ cannot be loaded: {}", e.toString());
      throw new Settings.Wrong(
          "an image store in lib/ cannot be loaded: use the jar of this version; the log says more");
    }
  }
}
