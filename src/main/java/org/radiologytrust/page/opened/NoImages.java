package org.radiologytrust.page.opened;

/**
 * What stands in place of images, for the template {@code page/noImages.jte}: what is true, since
 * when, and what comes of it.
 *
 * @param symbol one character
 * @param title one sentence
 * @param text further sentences; may be empty
 * @param when times in words; may be empty
 * @param retry whether it helps to look again
 */
public record NoImages(String symbol, String title, String text, String when, boolean retry) {
  /** This site has no image store. */
  static NoImages noneExpected() {
    return new NoImages(
        "○",
        "No images are expected.",
        "This site checks text only. No claim was compared with an image, so there is no score.",
        "",
        false);
  }

  /** What came of the images is part of the result of a trial. */
  static NoImages trial() {
    return new NoImages("◒", "Images are not shown here.", "The product is in a trial.", "", false);
  }

  /** The audit had images, and this site uses none any more. */
  public static NoImages notUsed() {
    return new NoImages(
        "○",
        "Images are not shown here.",
        "This site checks text only now. What the flags say about an image is of an earlier time.",
        "",
        false);
  }

  /** The image store does not answer, so nobody knows whether images have come. */
  static NoImages silent(String since) {
    return new NoImages(
        "…",
        "The image archive does not answer.",
        "Nothing is known about the images until it does.",
        "Since " + since + ", asked again with each look.",
        true);
  }

  /**
   * Images have come, and are not checked yet.
   *
   * @param text what comes next
   */
  static NoImages arriving(int images, String first, String text) {
    return new NoImages(
        "◷",
        "Images are on their way.",
        (images == 1 ? "1 has" : images + " have") + " come under this report’s number. " + text,
        first.isEmpty() ? "" : "The first came " + first + ".",
        false);
  }

  /**
   * The same, with what an archive said.
   *
   * @param notFetched why it did not give the images; empty if nothing failed
   */
  NoImages because(String notFetched) {
    return notFetched.isEmpty()
        ? this
        : new NoImages(
            symbol,
            title,
            text + " The archive was asked for them: " + notFetched + ".",
            when,
            retry);
  }

  static NoImages awaited(String since, String until) {
    return new NoImages(
        "◷",
        "Images are awaited.",
        "None has come so far. Then the text is checked without them.",
        "Since " + since + ". The wait ends " + until + ".",
        false);
  }

  /** The text is being checked, and images were not waited for any longer. */
  static NoImages notYet() {
    return new NoImages(
        "◷",
        "No image of this study has come so far.",
        "The text is checked without images. If they come later, they are checked too.",
        "",
        false);
  }

  /**
   * @param checked whether the checks of the text were made
   * @param waited such as {@code Waited from 14:05 to 14:20.}; empty if nobody waited
   */
  static NoImages noneCame(boolean checked, String waited) {
    return new NoImages(
        "□",
        "No image of this study has come.",
        (checked ? "The text and the order were checked without them, so there is no score. " : "")
            + "If images come later, they are checked too.",
        waited,
        false);
  }

  /** The report names no study by which images could be found. */
  static NoImages notFindable() {
    return new NoImages(
        "○",
        "No images can be found for this report.",
        "It names neither an accession number nor a study.",
        "",
        false);
  }

  public static NoImages withdrawn() {
    return new NoImages(
        "–",
        "No images are shown.",
        "The report was withdrawn, and not compared with any.",
        "",
        false);
  }

  /** The audit ended in the middle. */
  static NoImages unknown() {
    return new NoImages(
        "–",
        "Nothing is known about the images.",
        "The report could not be audited, and no image was looked at.",
        "",
        false);
  }

  /** It was taken back that the images are of the report's patient. */
  public static NoImages takenBack(String by, String when) {
    return new NoImages(
        "◫",
        "The images are not shown any more.",
        by
            + " took back that they are of the same patient. The report is checked again without them.",
        when,
        false);
  }
}
