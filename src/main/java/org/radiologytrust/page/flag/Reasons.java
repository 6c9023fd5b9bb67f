package org.radiologytrust.page.flag;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.radiologytrust.files.SiteFiles;

/** The reasons for dismissing a flag, from the site's file {@code page/reasons.yaml}. */
public record Reasons(List<Reason> all) {
  /** One key for each, 1 to 9. */
  static final int MOST = 9;

  private static final String FILE = "page/reasons.yaml";
  private static final int LONGEST = 40;
  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  /**
   * A reason.
   *
   * @param code as it is stored and sent
   * @param text as the page shows it
   * @param note whether it needs a few words in addition
   */
  public record Reason(String code, String text, boolean note) {}

  public Reasons {
    all = List.copyOf(all);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is not valid; the message says what to correct
   */
  public static Reasons of(SiteFiles files) {
    List<Reason> all = files.yaml(FILE, new TypeReference<>() {});
    if (all.isEmpty() || all.size() > MOST) {
      throw new IllegalArgumentException(FILE + ": there must be 1 to " + MOST + " reasons");
    }
    Set<String> codes = new HashSet<>();
    for (Reason reason : all) {
      if (!CODE.matcher(reason.code()).matches()) {
        throw new IllegalArgumentException(
            FILE + ": " + reason.code() + " is no code: use a-z, 0-9 and -, at most 40 characters");
      }
      if (!codes.add(reason.code())) {
        throw new IllegalArgumentException(FILE + ": the code " + reason.code() + " occurs twice");
      }
      if (reason.text().isBlank() || reason.text().length() > LONGEST) {
        throw new IllegalArgumentException(
            FILE + ": the text of " + reason.code() + " must have 1 to 40 characters");
      }
    }
    return new Reasons(all);
  }

  public Optional<Reason> of(String code) {
    return all.stream().filter(reason -> reason.code().equals(code)).findFirst();
  }

  /** The words for a stored code; the code itself if the file does not have it any more. */
  public String words(String code) {
    return of(code).map(Reason::text).orElse(code);
  }
}
