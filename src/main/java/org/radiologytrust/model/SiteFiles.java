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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The data files that the product reads at load: word lists, prompts, schemas, codes. Those of the
 * site's folder win over the shipped ones of the same name ({@code check/sides.yaml}, {@code
 * steps/claims/prompt.md}); a whole file is replaced.
 */
public final class SiteFiles {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  /** Files of a step, which may be one of the site's own: its class tells. */
  private static final Pattern STEP =
      Pattern.compile("steps/[^/]+/(?:prompt[.]md|schema[.]json|step[.]yaml)");

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
   *     that is shipped, nor can be of a step: its name is misspelt
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
              .filter(name -> !STEP.matcher(name).matches())
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

  /** Names of the folders that the site has in a folder. */
  public List<String> folders(String under) {
    Path own = folder == null ? null : folder.resolve(under);
    if (own == null || !Files.isDirectory(own)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(own)) {
      return all.filter(Files::isDirectory).map(f -> f.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(own + " cannot be read");
    }
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
