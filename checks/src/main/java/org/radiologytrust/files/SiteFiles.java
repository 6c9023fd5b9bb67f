package org.radiologytrust.files;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Texts;

/**
 * The data files that the product reads at the start: word lists, prompts, schemas, codes. A file
 * in the site's folder replaces the shipped file of the same name, such as {@code
 * words/en/sides.yaml} or {@code steps/claims/prompt.md}. Keys that its YAML lacks are taken from
 * the shipped file. A list of words can also say only what differs, by the keys {@code add} and
 * {@code without}: the rest is the shipped list of this version.
 */
public final class SiteFiles {
  /** Files of a step. They need no shipped counterpart, because a site can add steps of its own. */
  private static final Pattern STEP =
      Pattern.compile("steps/[^/]+/(?:prompt[.]md|schema[.]json|step[.]yaml)");

  /** Files that say how the messages of a facility are read: a site has one for each. */
  private static final Pattern MAPPING = Pattern.compile("sites/[^/]+[.]yaml");

  /** Published tables of the checks: a site can add some. */
  private static final Pattern TABLE = Pattern.compile("words/[a-z]{2,3}/tables/[^/]+[.]yaml");

  /** Rules of a site. */
  private static final Pattern RULE = Pattern.compile("rules/[^/]+[.]yaml");

  private static final String ENGLISH = "en";

  /** Reports that guard the words of a site. A site has none of its own. */
  public static final String GUARD = "check/guard.yaml";

  /** Attribute of Jackson's context: the name of the file that is read, without its folder. */
  public static final String NAME = "file";

  /** A site can add a language: its files have the names of the English ones. */
  private static final Pattern LANGUAGE = Pattern.compile("^words/[a-z]{2,3}/");

  private final @Nullable Path folder;
  private final Predicate<String> wanted;
  private final String language;
  private final SortedSet<String> warnings;

  private final Map<Class<?>, Object> shared = new HashMap<>();

  private SiteFiles(
      @Nullable Path folder,
      Predicate<String> wanted,
      String language,
      SortedSet<String> warnings) {
    this.folder = folder;
    this.wanted = wanted;
    this.language = language;
    this.warnings = warnings;
  }

  /** Whether a site has a folder of its own, whose files may change. */
  public boolean hasFolder() {
    return folder != null;
  }

  /** A list of a file, which a language need not have. */
  public static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }

  /** Only the shipped files. */
  public static SiteFiles shipped() {
    return new SiteFiles(null, file -> true, ENGLISH, new ConcurrentSkipListSet<>());
  }

  /**
   * The shipped files and those of a site.
   *
   * @param folder the site's own files
   * @throws IllegalArgumentException when the folder does not exist, or holds a file that neither
   *     replaces a shipped file, nor belongs to a step, a facility, a rule or a further language:
   *     its name is probably misspelt
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
              .filter(name -> !TABLE.matcher(name).matches() && !RULE.matcher(name).matches())
              .filter(SiteFiles::replacesNone)
              .sorted()
              .toList();
      if (!unknown.isEmpty()) {
        throw new IllegalArgumentException(
            folder + ": " + unknown.get(0) + " replaces no file of the product: check its name");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(folder + " cannot be read");
    }
    return new SiteFiles(folder, file -> true, ENGLISH, new ConcurrentSkipListSet<>());
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
    return new SiteFiles(folder, wanted, code, warnings);
  }

  /** These files, with one of the site's own alone: shows whether a fault is of that file. */
  public SiteFiles alone(String file) {
    return new SiteFiles(folder, file::equals, language, new ConcurrentSkipListSet<>());
  }

  /** Whether the words are those of reports in English. */
  public boolean areEnglish() {
    return language.equals(ENGLISH);
  }

  /** What the readers of these files have in common, made when it is first asked for. */
  public <T> T shared(Class<T> type, Supplier<T> maker) {
    // a maker may ask for what another one makes
    synchronized (shared) {
      Object known = shared.get(type);
      if (known == null) {
        known = maker.get();
        shared.put(type, known);
      }
      return type.cast(known);
    }
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
          .filter(wanted)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new IllegalArgumentException(own + " cannot be read");
    }
  }

  /** The site's own files in a folder of the language's words, as {@link #own} gives them. */
  public List<String> ownWords(String under) {
    return own("words/" + language + "/" + under);
  }

  /**
   * The site's own files in these folders, as {@link #own} gives them.
   *
   * @param folders such as {@code check}; {@code words} stands for the folder of the language
   */
  public List<String> own(List<String> folders) {
    return folders.stream()
        .map(name -> name.replaceFirst("^words\\b", "words/" + language))
        .flatMap(name -> own(name).stream())
        .toList();
  }

  /**
   * Hash of the site's own files in these folders, in hexadecimal: of what they say, not of the
   * shipped words that they change. Those are of the version.
   *
   * @param folders as for {@link #own(List)}
   */
  public String ownHash(List<String> folders) {
    return Texts.sha256(
        own(folders).stream()
            .map(file -> file + "|" + Texts.sha256(text(file)))
            .collect(Collectors.joining("|", language + "|", "")));
  }

  /**
   * Reads a file as UTF-8 text.
   *
   * @param file its name, such as {@code words/en/sides.yaml}
   * @throws IllegalArgumentException naming the file, when it cannot be read
   */
  public String text(String file) {
    String own = siteText(file);
    String text = own == null ? shippedText(file) : own;
    if (text == null) {
      throw new IllegalArgumentException(file + " is missing");
    }
    return text;
  }

  /**
   * Reads a YAML file of the language's words, as {@link #yaml} does. Another language than English
   * need not have all: outermost lists, sets and maps that it lacks are empty, also when it has no
   * such file.
   *
   * @param name of a file in {@code words/<language>}, such as {@code sides.yaml}
   * @throws IllegalArgumentException naming file, line and key, when the content does not fit the
   *     type
   */
  public <T> T words(String name, TypeReference<T> type) {
    return read("words/" + language + "/" + name, type.getType(), !language.equals(ENGLISH));
  }

  /**
   * Reads a YAML file. A file must have the keys of all components of a record that are not
   * {@code @Nullable}; unknown keys and empty values are refused. An outermost key that the site's
   * own file lacks is taken from the shipped file.
   *
   * @throws IllegalArgumentException naming file, line and key, when the content does not fit the
   *     type
   */
  public <T> T yaml(String file, TypeReference<T> type) {
    return read(file, type.getType(), false);
  }

  /**
   * Reads a text as {@link #yaml} reads the site's own file.
   *
   * @param file the name that it would have
   * @throws IllegalArgumentException naming file, line and key, when it does not fit the type
   */
  public <T> T yaml(String file, String text, TypeReference<T> type) {
    YamlReader reader = new YamlReader(this, file, type.getType(), text, shippedText(file));
    T read = reader.read(false);
    reader.refuseEmptyLists(read, false);
    return read;
  }

  /**
   * What is wrong at a place of a text that is read as {@link #yaml} does, with file and line.
   *
   * @param place keys and numbers of items from the outermost on, such as {@code cases/0/silent/2}
   */
  public String message(String file, String text, String place, String what) {
    return new YamlReader(this, file, Object.class, text, null).message(place, what);
  }

  /** The site's own file of this name as it is now; empty where it has none. */
  public Optional<String> ownText(String file) {
    return Optional.ofNullable(siteText(file));
  }

  /**
   * What people are to be told of the site's own files, as far as they were read: one sentence for
   * each key that is taken from the shipped file because they lack it, and for each change that the
   * shipped file has already.
   */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  private static boolean replacesNone(String name) {
    return name.equals(GUARD) || SiteFiles.class.getResource("/" + english(name)) == null;
  }

  private static String english(String name) {
    return LANGUAGE.matcher(name).replaceFirst("words/" + ENGLISH + "/");
  }

  private <T> T read(String file, Type type, boolean partial) {
    String own = siteText(file);
    String shipped = shippedText(file);
    if (own == null && shipped == null && !partial) {
      throw new IllegalArgumentException(file + " is missing");
    }
    YamlReader reader = new YamlReader(this, file, type, own, shipped);
    T read = reader.read(partial);
    // a test reads the shipped files so; here it would only make the start slower
    if (own != null) {
      reader.refuseEmptyLists(read, partial);
    }
    warnings.addAll(reader.warnings());
    return read;
  }

  private @Nullable String siteText(String file) {
    Path own = folder == null || !wanted.test(file) ? null : folder.resolve(file);
    try {
      return own != null && Files.isRegularFile(own) ? Files.readString(own) : null;
    } catch (IOException e) {
      throw unreadable(file);
    }
  }

  private static @Nullable String shippedText(String file) {
    try (InputStream in = SiteFiles.class.getResourceAsStream("/" + file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(file);
    }
  }

  private static IllegalArgumentException unreadable(String file) {
    return new IllegalArgumentException(file + " cannot be read, or is not UTF-8");
  }
}
