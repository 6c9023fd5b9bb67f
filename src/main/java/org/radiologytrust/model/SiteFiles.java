package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The data files that the product reads at the start: word lists, prompts, schemas, codes. A file
 * in the site's folder replaces the whole shipped file of the same name, such as {@code
 * words/en/sides.yaml} or {@code steps/claims/prompt.md}.
 */
public final class SiteFiles {
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  /** A list, set or map that a file lacks is empty. */
  private static final YAMLMapper LENIENT = lenient();

  /** Files of a step. They need no shipped counterpart, because a site can add steps of its own. */
  private static final Pattern STEP =
      Pattern.compile("steps/[^/]+/(?:prompt[.]md|schema[.]json|step[.]yaml)");

  /** Files that say how the messages of a facility are read: a site has one for each. */
  private static final Pattern MAPPING = Pattern.compile("sites/[^/]+[.]yaml");

  private static final String ENGLISH = "en";

  /** A site can add a language: its files have the names of the English ones. */
  private static final Pattern LANGUAGE = Pattern.compile("^words/[a-z]{2,3}/");

  private final @Nullable Path folder;
  private final String language;

  private SiteFiles(@Nullable Path folder, String language) {
    this.folder = folder;
    this.language = language;
  }

  /** Whether a site has a folder of its own, whose files may change. */
  public boolean hasFolder() {
    return folder != null;
  }

  /** Only the shipped files. */
  public static SiteFiles shipped() {
    return new SiteFiles(null, ENGLISH);
  }

  /**
   * The shipped files and those of a site.
   *
   * @param folder the site's own files
   * @throws IllegalArgumentException when the folder does not exist, or holds a file that neither
   *     replaces a shipped file, nor belongs to a step, a facility or a further language: its name
   *     is probably misspelt
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
              .filter(name -> !STEP.matcher(name).matches() && !MAPPING.matcher(name).matches())
              .filter(name -> SiteFiles.class.getResource("/" + english(name)) == null)
              .sorted()
              .toList();
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            folder + ": " + unknown.get(0) + " replaces no file of the product: check its name");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + " cannot be read");
    }
    return new SiteFiles(folder, ENGLISH);
  }

  /**
   * These files, with the words of another language.
   *
   * @param code a folder of {@code words}, such as {@code de}
   * @throws IllegalArgumentException when there is no such folder
   */
  public SiteFiles language(String code) {
    String words = "words/" + code;
    boolean own = folder != null && Files.isDirectory(folder.resolve(words));
    boolean known = own || SiteFiles.class.getResource("/" + words) != null;
    if (!known || !LANGUAGE.matcher(words + "/").matches()) {
      throw new IllegalArgumentException(
          "there is no folder " + words + " with the words of this language");
    }
    return new SiteFiles(folder, code);
  }

  /**
   * Names of the site's subfolders of a folder, sorted.
   *
   * @throws IllegalArgumentException when the folder cannot be read
   */
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
   * The site's own files in a folder as they are now, such as {@code sites/north.yaml}, sorted;
   * hidden ones are left out.
   *
   * @throws IllegalArgumentException when the folder cannot be read
   */
  public List<String> own(String under) {
    Path own = folder == null ? null : folder.resolve(under);
    if (own == null || !Files.isDirectory(own)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(own)) {
      return all.filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .map(name -> under + "/" + name)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(own + " cannot be read");
    }
  }

  /**
   * Reads a file as UTF-8 text.
   *
   * @param file its name, such as {@code words/en/sides.yaml}
   * @throws IllegalArgumentException naming the file, when it cannot be read
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
   * Reads a YAML file of the language's words. Unknown keys are refused. Another language than
   * English need not have all: lists, sets and maps that it lacks are empty, also when it has no
   * such file.
   *
   * @param name of a file in {@code words/<language>}, such as {@code sides.yaml}
   * @throws IllegalArgumentException naming file and line, when the content does not fit the type
   */
  public <T> T words(String name, TypeReference<T> type) {
    String file = "words/" + language + "/" + name;
    if (language.equals(ENGLISH)) {
      return yaml(file, type);
    }
    boolean list = LENIENT.constructType(type).isCollectionLikeType();
    return read(LENIENT, file, exists(file) ? text(file) : list ? "[]" : "{}", type);
  }

  /**
   * Reads a YAML file into a record. Unknown keys are refused.
   *
   * @throws IllegalArgumentException naming file and line, when the content does not fit the type
   */
  public <T> T yaml(String file, TypeReference<T> type) {
    return read(YAML, file, text(file), type);
  }

  private static String english(String name) {
    return LANGUAGE.matcher(name).replaceFirst("words/" + ENGLISH + "/");
  }

  private boolean exists(String file) {
    return folder != null && Files.isRegularFile(folder.resolve(file))
        || SiteFiles.class.getResource("/" + file) != null;
  }

  private static YAMLMapper lenient() {
    JsonSetter.Value empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
    YAMLMapper.Builder builder = YAMLMapper.builder();
    for (Class<?> type : List.of(List.class, Set.class, Map.class)) {
      builder.withConfigOverride(type, o -> o.setSetterInfo(empty));
    }
    return builder.build();
  }

  private static <T> T read(YAMLMapper mapper, String file, String text, TypeReference<T> type) {
    try {
      return mapper.readValue(text, type);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : " line " + e.getLocation().getLineNr();
      String what = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(file + line + ": " + what, e);
    }
  }
}
