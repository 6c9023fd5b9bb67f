package org.radiologytrust.month;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.files.SiteFiles;

/**
 * Word lists with two mistakes: one check flags what every report has, and another falls silent.
 */
final class BrokenWords {
  /** It takes everyday words for words of certainty. */
  static final String LOUD = "overconfident";

  /** It takes the heading of the findings for that of an impression. */
  static final String SILENT = "no-impression";

  private BrokenWords() {}

  /** The files that a site would put into its folder, by name. */
  private static Map<String, String> texts(SiteFiles files) {
    Map<String, String> texts = new TreeMap<>();
    put(texts, files, "words/en/overconfident.yaml", "strong: [", "strong: [normal, seen, there, ");
    put(texts, files, "words/en/impression.yaml", "names: [", "names: [findings, finding, ");
    return texts;
  }

  private static void put(
      Map<String, String> texts, SiteFiles files, String name, String words, String changed) {
    String text = files.text(name);
    if (!text.contains(words)) {
      throw new IllegalStateException(name + " has not " + words);
    }
    texts.put(name, text.replace(words, changed));
  }

  /**
   * The same as files of a site.
   *
   * @param folder that is filled
   */
  static SiteFiles files(SiteFiles files, Path folder) throws IOException {
    for (Map.Entry<String, String> text : texts(files).entrySet()) {
      Path file = folder.resolve(text.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.getValue());
    }
    return SiteFiles.in(folder);
  }
}
