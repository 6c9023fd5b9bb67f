package org.radiologytrust.page.door;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.session.Right;

/** An entry of the navigation, with the pages behind it. It leads to the first that is allowed. */
public enum Entry {
  WORKLIST(
      "Worklist",
      "w",
      new Target("/", "Reports", "", Right.READ_AUDITS),
      new Target("/changes", "Preliminary to final", "c", Right.READ_AUDITS),
      new Target("/duty", "Flags to pass on", "", Right.PASS_ON)),
  CHECK("Check a text", "", new Target("/check", "Check a text", "", Right.CHECK_DRAFTS)),
  QUALITY(
      "Quality",
      "",
      new Target("/quality", "Figures", "", Right.SEE_FIGURES),
      new Target("/trial", "Trial", "", Right.SEE_TRIAL),
      new Target("/pilot", "Acceptance", "", Right.SEE_TRIAL));

  private final String words;
  private final String key;
  private final List<Target> pages;

  Entry(String words, String key, Target... pages) {
    this.words = words;
    this.key = key;
    this.pages = List.of(pages);
  }

  /**
   * A page behind an entry.
   *
   * @param key of the keyboard; empty if it has none
   */
  public record Target(String path, String words, String key, Right right) {}

  /** The entries that have a page for these rights, in the order of the navigation. */
  static List<Entry> of(Set<Right> rights) {
    return Arrays.stream(values()).filter(entry -> !entry.pages(rights).isEmpty()).toList();
  }

  /** The entry that the list page with this path is behind. */
  static Optional<Entry> behind(String path) {
    return Arrays.stream(values()).filter(entry -> entry.has(path)).findFirst();
  }

  /** Whether this path is one of the entry's pages. */
  public boolean has(String path) {
    return pages.stream().anyMatch(page -> page.path().equals(path));
  }

  /** The pages that these rights allow, in their order. */
  public List<Target> pages(Set<Right> rights) {
    return pages.stream().filter(page -> rights.contains(page.right())).toList();
  }

  public String words() {
    return words;
  }

  /** The key of the keyboard; empty if there is none. */
  public String key() {
    return key;
  }
}
