package org.radiologytrust.page.door;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.model.Texts;

/**
 * The files that pages load: those of the resources' folder {@code page}, and htmx. The address of
 * a file contains a digest of it, so that a browser keeps it and asks anew after an update.
 */
final class Assets {
  static final Assets ALL = new Assets();

  private static final String HTMX = "htmx.min.js";
  private static final String HTMX_FOLDER = "META-INF/resources/webjars/htmx.org/2.0.8/dist/";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z.-]*\\.(css|js|svg)");
  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css;charset=UTF-8",
          "js", "text/javascript;charset=UTF-8",
          "svg", "image/svg+xml");

  private final Map<String, Asset> files = new ConcurrentHashMap<>();

  /** A file. */
  record Asset(String type, String digest, byte[] bytes) {}

  private Assets() {}

  /**
   * The path of a file.
   *
   * @throws IllegalStateException if there is no such file
   */
  String address(String name) {
    Asset asset =
        find(name)
            .orElseThrow(() -> new IllegalStateException(name + " is missing on the class path"));
    return "/assets/" + name + "?" + asset.digest();
  }

  Optional<Asset> find(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? Optional.ofNullable(files.computeIfAbsent(name, n -> read(n, matcher.group(1))))
        : Optional.empty();
  }

  private static Asset read(String name, String extension) {
    String path = (name.equals(HTMX) ? HTMX_FOLDER : "page/") + name;
    try (InputStream in = Assets.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      return new Asset(TYPES.get(extension), Texts.sha256(bytes).substring(0, 16), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
