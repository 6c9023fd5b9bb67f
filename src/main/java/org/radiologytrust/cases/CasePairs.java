package org.radiologytrust.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.radiologytrust.cases.CaseFolders.Content;

/**
 * Cases whose files lie side by side in one folder: a report and an image of the same name, such as
 * {@code case01.txt} and {@code case01.png}. Names that differ only in upper and lower case, or in
 * the way that accents are encoded, are the same: on some systems they would be one file.
 */
final class CasePairs {
  private static final Set<String> REPORTS = Set.of("txt", "hl7", "json", "xml");
  private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "dcm");

  /** Files that Windows leaves in folders. Those of macOS begin with a dot. */
  private static final Set<String> LEFTOVERS = Set.of("thumbs.db", "desktop.ini");

  /** Stands in a name for bytes that are no text. */
  private static final String NOT_TEXT = "\ufffd";

  private final List<Path> reports = new ArrayList<>();
  private final List<Path> images = new ArrayList<>();

  private CasePairs() {}

  /** Whether a folder has a report or an image itself. */
  static boolean areIn(Path folder) throws IOException {
    return CaseFolders.sorted(folder).stream().anyMatch(CasePairs::isPart);
  }

  /** Whether a folder has a report and an image of the same name. */
  static boolean completeIn(Path folder) throws IOException {
    return grouped(folder).values().stream()
        .anyMatch(pair -> !pair.reports.isEmpty() && !pair.images.isEmpty());
  }

  /**
   * The cases of a folder, sorted by name. Whatever is no part of one is listed with the reason.
   */
  static List<FoundCase> list(Path folder) throws IOException {
    Map<String, CasePairs> pairs = grouped(folder);
    List<FoundCase> found = new ArrayList<>();
    pairs.values().forEach(pair -> found.add(pair.found()));
    for (Path path : CaseFolders.sorted(folder)) {
      if (CaseFolders.shown(path) && !isPart(path) && !LEFTOVERS.contains(lower(path))) {
        String id = name(path) + (pairs.containsKey(lower(path)) ? " (not of the case)" : "");
        found.add(FoundCase.refused(id, foreign(path)));
      }
    }
    return List.copyOf(found);
  }

  private static Map<String, CasePairs> grouped(Path folder) throws IOException {
    Map<String, CasePairs> pairs = new TreeMap<>();
    for (Path path : CaseFolders.sorted(folder)) {
      if (isPart(path)) {
        CasePairs pair = pairs.computeIfAbsent(key(path), key -> new CasePairs());
        (REPORTS.contains(extension(path)) ? pair.reports : pair.images).add(path);
      }
    }
    return pairs;
  }

  private static boolean isPart(Path path) {
    return CaseFolders.shown(path)
        && !name(path).contains(NOT_TEXT)
        && (REPORTS.contains(extension(path)) || IMAGES.contains(extension(path)))
        && Files.isRegularFile(path);
  }

  private static String foreign(Path path) {
    if (name(path).contains(NOT_TEXT)) {
      return "its name is not UTF-8: rename it";
    }
    return Files.isDirectory(path)
        ? "is a folder among pairs of files: put its files beside the others"
        : "is neither a report (.txt, .hl7, .json, .xml) nor an image (.png, .jpg, .jpeg, .dcm)";
  }

  private FoundCase found() {
    String id = stem((reports.isEmpty() ? images : reports).get(0));
    if (reports.size() > 1 || images.size() > 1) {
      return FoundCase.refused(id, several());
    }
    if (reports.isEmpty()) {
      return FoundCase.refused(
          id,
          name(images.get(0))
              + " has no report beside it: "
              + id
              + ".txt, .hl7, .json or .xml is missing");
    }
    try {
      Content content = new Content(CaseFolders.notTooLarge(id, reports.get(0)), images);
      return new FoundCase(
          id,
          content,
          images.isEmpty() ? "There is no image of this name: only the text was audited." : "");
    } catch (IllegalArgumentException e) {
      return FoundCase.refused(id, e.getMessage());
    } catch (IOException e) {
      return FoundCase.refused(id, name(reports.get(0)) + " cannot be read");
    }
  }

  private String several() {
    List<Path> several = reports.size() > 1 ? reports : images;
    long spellings = several.stream().map(CasePairs::stem).distinct().count();
    return (reports.size() > 1 ? "has several reports: " : "has several images: ")
        + several.stream().map(CasePairs::name).collect(Collectors.joining(", "))
        + (spellings > 1
            ? ": their names differ only in upper and lower case, so rename one"
            : ": keep one, or give each case a folder of its own");
  }

  private static String name(Path path) {
    return Normalizer.normalize(path.getFileName().toString(), Normalizer.Form.NFC);
  }

  private static String lower(Path path) {
    return name(path).toLowerCase(Locale.ROOT);
  }

  private static String stem(Path path) {
    String name = name(path);
    return name.substring(0, Math.max(0, name.lastIndexOf('.')));
  }

  private static String key(Path path) {
    return stem(path).toLowerCase(Locale.ROOT);
  }

  private static String extension(Path path) {
    String name = lower(path);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
