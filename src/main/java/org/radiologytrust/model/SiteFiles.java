package org.radiologytrust.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The data files that the product reads at load: word lists, prompts, schemas, codes. Those of the
 * site's folder win over the shipped ones of the same name ({@code check/sides.yaml}, {@code
 * steps/claims/prompt.md}); a whole file is replaced.
 */
public final class SiteFiles {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  private final Path folder;

  private SiteFiles(Path folder) {
    this.folder = folder;
  }

  /** The shipped files alone. */
  public static SiteFiles shipped() {
    return new SiteFiles(null);
  }

  /**
   * @param folder the site's own files
   * @throws IllegalArgumentException when there is no such folder, or a file in it replaces none
   *     that is shipped: its name is misspelt
   */
  public static SiteFiles in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("there is no folder " + folder);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<String> unknown =
          files
              .filter(Files::isRegularFile)
              .map(f -> folder.relativize(f).toString())
              .filter(name -> SiteFiles.class.getResource("/" + name) == null)
              .sorted()
              .toList();
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            folder + ": " + unknown.get(0) + " replaces no file of the product: check its name");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + " cannot be read");
    }
    return new SiteFiles(folder);
  }

  /**
   * A file as text, UTF-8.
   *
   * @param file its name, such as {@code check/sides.yaml}
   * @throws IllegalArgumentException naming the file when it cannot be read
   */
  public String text(String file) {
    try {
      Path own = folder == null ? null : folder.resolve(file);
      if (own != null && Files.isRegularFile(own)) {
        return Files.readString(own);
      }
      try (InputStream in = SiteFiles.class.getResourceAsStream("/" + file)) {
        if (in == null) {
          throw new IllegalArgumentException(file + " is missing");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read, or is not UTF-8");
    }
  }

  /**
   * A YAML file as a record; unknown keys are refused.
   *
   * @throws IllegalArgumentException naming the file and the place when it does not fit
   */
  public <T> T yaml(String file, TypeReference<T> type) {
    try {
      return YAML.readValue(text(file), type);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
      String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(file + line + ": " + what, e);
    }
  }
}
