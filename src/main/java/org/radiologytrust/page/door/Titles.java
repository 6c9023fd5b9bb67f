package org.radiologytrust.page.door;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Map;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.review.Problem;

/** Short names of the kinds of problems, from {@code titles.yaml}. */
public final class Titles {
  /** What fits into a row of the list of flags. */
  private static final int MOST = 28;

  private static final String FILE = "titles.yaml";

  private final Map<String, String> titles;

  /**
   * @throws IllegalArgumentException if the file is not valid or a title is too long
   */
  public Titles(SiteFiles files) {
    titles = files.words(FILE, new TypeReference<Map<String, String>>() {});
    titles.forEach(
        (type, title) -> {
          if (title.codePointCount(0, title.length()) > MOST) {
            throw new IllegalArgumentException(
                FILE + ": the title of " + type + " has more than " + MOST + " characters");
          }
        });
  }

  public String of(Problem problem) {
    return of(problem.kind());
  }

  /**
   * @param type as in {@link Problem#type}
   */
  public String of(String type) {
    return titles.getOrDefault(type, type);
  }
}
