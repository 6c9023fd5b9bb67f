package org.radiologytrust.ingest.dicom.recipe;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.dicom.recipe.Recipe.Levels;
import org.radiologytrust.ingest.dicom.recipe.Recipe.Range;
import org.radiologytrust.model.Instance;

/** The recipes of the site's file {@code ingest/dicom/recipes.yaml}. */
public final class Recipes {
  private static final String FILE = "ingest/dicom/recipes.yaml";
  private static final int BANDS = 3;

  private final List<Entry> entries;

  private record Entry(
      String name,
      int version,
      String levels,
      @Nullable List<String> modalities,
      @Nullable List<String> sopClasses,
      @Nullable List<Range> ranges) {
    boolean fitsAll() {
      return modalities == null && sopClasses == null;
    }

    boolean fits(Instance image) {
      return fitsAll()
          || SiteFiles.orEmpty(modalities).contains(image.modality())
          || SiteFiles.orEmpty(sopClasses).stream()
              .anyMatch(entry -> SopClasses.matches(entry, image.sopClassUid()));
    }

    Recipe recipe() {
      Levels kind =
          Arrays.stream(Levels.values())
              .filter(value -> value.code().equals(levels))
              .findFirst()
              .orElseThrow(() -> wrong(name, "levels must be one of " + codes()));
      return new Recipe(name, version, kind, SiteFiles.orEmpty(ranges));
    }

    private static String codes() {
      return Arrays.stream(Levels.values()).map(Levels::code).collect(Collectors.joining(", "));
    }
  }

  private Recipes(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is not valid; the message says what to correct
   */
  public static Recipes load(SiteFiles files) {
    return files.shared(Recipes.class, () -> read(files));
  }

  private static Recipes read(SiteFiles files) {
    List<Entry> entries = files.yaml(FILE, new TypeReference<>() {});
    Set<String> names = new HashSet<>();
    for (Entry entry : entries) {
      if (!names.add(entry.name)) {
        throw wrong(entry.name, "is there twice");
      }
      check(entry);
    }
    if (entries.isEmpty() || !entries.get(entries.size() - 1).fitsAll()) {
      throw new IllegalArgumentException(
          FILE + ": the last recipe must fit all images: it has no modalities and no sopClasses");
    }
    return new Recipes(entries);
  }

  private static void check(Entry entry) {
    if (!entry.name.matches("[a-z][a-z0-9-]{0,39}")) {
      throw wrong(entry.name, "a name may have only lower-case letters, digits and dashes");
    }
    if (entry.version < 1) {
      throw wrong(entry.name, "version must be 1 or more");
    }
    for (String sopClass : SiteFiles.orEmpty(entry.sopClasses)) {
      if (!SopClasses.isEntry(sopClass)) {
        throw wrong(entry.name, "sopClasses must be UIDs or beginnings of UIDs");
      }
    }
    Recipe recipe = entry.recipe();
    if (recipe.ranges().size() != (recipe.levels() == Levels.RANGES ? BANDS : 0)) {
      throw wrong(entry.name, "ranges must be three with levels: ranges, and none otherwise");
    }
    if (recipe.ranges().stream().anyMatch(range -> !(range.low() < range.high()))) {
      throw wrong(entry.name, "low must be less than high");
    }
  }

  private static IllegalArgumentException wrong(String name, String what) {
    return new IllegalArgumentException(FILE + ": " + name + ": " + what);
  }

  /** The recipe for an image. */
  public Recipe of(Instance image) {
    return entries.stream().filter(entry -> entry.fits(image)).findFirst().orElseThrow().recipe();
  }
}
