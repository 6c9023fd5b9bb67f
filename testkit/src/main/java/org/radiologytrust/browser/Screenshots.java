package org.radiologytrust.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import org.radiologytrust.cli.base.CommandCleanup;

/**
 * {@code ./test screenshots}: takes the pictures of the review page in the folder docs, from the
 * running product with synthetic reports.
 */
public final class Screenshots {
  private static final Path DOCS = Path.of("docs");

  private Screenshots() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("rtl-screenshots");
    try (CommandCleanup cleanup = new CommandCleanup(folder)) {
      ReviewSite site = ReviewSite.start(folder);
      cleanup.add(site);
      Chromium chromium = Chromium.forPeople(folder);
      cleanup.add(chromium);
      reports(site);
      Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
      String report = site.reportPath(tab, "A240125");
      for (Look look : Look.values()) {
        tab.size(look.width, look.height, 1);
        tab.evaluate("document.cookie = 'theme=" + look.theme + "; path=/'");
        picture(site, tab, "/", "worklist-" + look.theme);
        picture(site, tab, report, "report-" + look.theme);
      }
      site.history(4000);
      Tab figures = site.logIn(chromium.person(), ReviewSite.LENA);
      for (Look look : Look.values()) {
        figures.size(look.width, look.height, 1);
        figures.evaluate("document.cookie = 'theme=" + look.theme + "; path=/'");
        picture(site, figures, "/quality", "quality-" + look.theme);
      }
    }
  }

  private enum Look {
    DARK("dark", 1280, 800),
    LIGHT("light", 1920, 1080);

    private final String theme;
    private final int width;
    private final int height;

    Look(String theme, int width, int height) {
      this.theme = theme;
      this.width = width;
      this.height = height;
    }
  }

  private static void picture(ReviewSite site, Tab tab, String path, String name) throws Exception {
    tab.open(site.url(path));
    tab.waitFor("!document.querySelector('.seen canvas[hidden]')");
    tab.picture(DOCS.resolve("page-" + name + ".png"));
  }

  private static void reports(ReviewSite site) throws Exception {
    site.image("A240125");
    site.report(
        "A240125",
        "EXAMINATION: XR chest, PA view.",
        "COMPARISON: None.",
        "FINDINGS:",
        "There is a left pleural effusion with blunting of the costophrenic angle.",
        "No pneumothorax.",
        "The heart is normal in size.",
        "IMPRESSION:",
        "Right pleural effusion.",
        "The effusion is definitely caused by heart failure.",
        "A follow-up radiograph is recommended.");
    site.other(
        "A240117",
        "XRKNEE^XR KNEE LEFT^L",
        "CR",
        "FINDINGS:",
        "The right knee shows a small joint effusion.",
        "There is no fracture of the right patella.",
        "IMPRESSION:",
        "Small effusion of the right knee.");
    site.other(
        "A240118",
        "CTABD^CT ABDOMEN^L",
        "CT",
        "FINDINGS:",
        "The liver is normal.",
        "The prostate is enlarged.",
        "IMPRESSION:",
        "Enlarged prostate.");
    site.other(
        "A240121",
        "USABD^US ABDOMEN^L",
        "US",
        "FINDINGS:",
        "The gallbladder is normal.",
        "IMPRESSION:",
        "No gallstones.");
  }
}
