package org.radiologytrust.page.flag;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Texts;
import org.radiologytrust.review.FlagVerdict;

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
   * @param verdict what it says about the flag
   * @param note whether it needs a few words in addition
   */
  public record Reason(String code, String text, FlagVerdict verdict, boolean note) {}

  /** A reason in the file. Files of earlier versions lack the verdict. */
  private record Line(String code, String text, @Nullable String verdict, boolean note) {
    Reason reason() {
      return new Reason(code, text, FlagVerdict.ofCode(Texts.orEmpty(verdict)).orElseThrow(), note);
    }

    boolean hasVerdict() {
      return FlagVerdict.ofCode(Texts.orEmpty(verdict)).isPresent();
    }
  }

  /** Reasons that say the same about the flag. */
  public record Group(FlagVerdict verdict, List<Reason> reasons) {}

  public Reasons {
    all = List.copyOf(all);
  }

  /**
   * Reads the file.
   *
   * @throws IllegalArgumentException if it is not valid; the message says what to correct
   */
  public static Reasons of(SiteFiles files) {
    List<Line> all = files.yaml(FILE, new TypeReference<>() {});
    if (all.isEmpty() || all.size() > MOST) {
      throw new IllegalArgumentException(FILE + ": there must be 1 to " + MOST + " reasons");
    }
    Set<String> codes = new HashSet<>();
    for (Line reason : all) {
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
    String lacking =
        all.stream()
            .filter(reason -> !reason.hasVerdict())
            .map(Line::code)
            .collect(Collectors.joining(", "));
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(
          FILE + ": give a verdict (right, not-important or wrong) to each of: " + lacking);
    }
    return new Reasons(all.stream().map(Line::reason).toList());
  }

  /** The reasons by what they say about the flag, in the order of their keys. */
  public List<Group> groups() {
    return all.stream()
        .map(Reason::verdict)
        .distinct()
        .map(v -> new Group(v, all.stream().filter(r -> r.verdict() == v).toList()))
        .toList();
  }

  /** The key of a reason: its place in the file, from 1. */
  public int key(Reason reason) {
    return all.indexOf(reason) + 1;
  }

  public Optional<Reason> of(String code) {
    return all.stream().filter(reason -> reason.code().equals(code)).findFirst();
  }

  /** The words for a stored code; the code itself if the file does not have it any more. */
  public String words(String code) {
    return of(code).map(Reason::text).orElse(code);
  }
}
