package org.radiologytrust.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The routes of the product, for a test that changes them or adds its own. */
public final class ShippedRoutes {
  private ShippedRoutes() {}

  /** Copies them to a new folder {@code routes} in this one, and returns that. */
  public static Path copiedTo(Path folder) throws IOException {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> shipped = Files.list(Path.of("routes"))) {
      for (Path file : shipped.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    return routes;
  }
}
