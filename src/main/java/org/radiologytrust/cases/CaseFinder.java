package org.radiologytrust.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds cases of both kinds: folders of their own, and files side by side. */
public final class CaseFinder {
  private CaseFinder() {}

  /**
   * Finds the cases of a folder: case folders or, where it has none, files side by side, such as
   * {@code case01.txt} and {@code case01.png}. Whatever cannot be audited is listed with the
   * reason.
   *
   * @throws IllegalArgumentException if the folder has no cases, or both kinds of them
   */
  public static List<FoundCase> find(Path folder) throws IOException {
    if (!hasCases(folder) && CasePairs.areIn(folder)) {
      return CasePairs.list(folder);
    }
    if (CaseFolders.sorted(folder).stream().noneMatch(Files::isDirectory)) {
      throw new IllegalArgumentException(
          folder
              + " has no case folders (each with report.txt, .hl7, .json or .xml), and no files such"
              + " as case01.txt and case01.png");
    }
    List<Path> folders = CaseFolders.list(folder);
    if (CasePairs.completeIn(folder)) {
      throw new IllegalArgumentException(
          folder + " has both case folders and pairs of files: put the pairs into another folder");
    }
    List<FoundCase> found = new ArrayList<>();
    for (Path path : folders) {
      found.add(found(path));
    }
    return List.copyOf(found);
  }

  private static FoundCase found(Path folder) throws IOException {
    String id = folder.getFileName().toString();
    try {
      return new FoundCase(id, CaseFolders.content(folder), "");
    } catch (IllegalArgumentException e) {
      return FoundCase.refused(id, e.getMessage());
    }
  }

  /** Whether a folder holds cases of either kind. */
  public static boolean holdsCases(Path folder) throws IOException {
    return hasCases(folder) || CasePairs.areIn(folder);
  }

  private static boolean hasCases(Path folder) throws IOException {
    return CaseFolders.sorted(folder).stream()
        .filter(CaseFolders::shown)
        .anyMatch(CaseFolders::isCase);
  }
}
