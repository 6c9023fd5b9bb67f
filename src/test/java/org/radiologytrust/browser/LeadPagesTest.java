package org.radiologytrust.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of a quality lead and of the clinician on duty, in a real browser with real keys. */
@Tag("peers")
class LeadPagesTest {
  private static final int WIDE = 1280;
  private static final int PHONE = 390;
  private static final String READ = "/quality/read";

  @TempDir static Path folder;
  private static LeadSite site;
  private static Chromium chromium;
  private static Tab tab;

  @BeforeAll
  static void start() throws Exception {
    site = new LeadSite(folder);
    chromium = Chromium.forPeople(folder);
    tab = chromium.person().tab();
    tab.size(WIDE, 900, 1);
    // draws the samples
    open("/quality");
    tab.click("form[action='" + READ + "'] button");
    tab.waitFor("location.pathname === '" + READ + "'");
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    site.close();
  }

  /** No error of a script, nothing that the policy of the page's content refused. */
  @AfterEach
  void nobodyComplained() {
    assertEquals(List.of(), chromium.complaints());
  }

  private static void open(String path) throws Exception {
    tab.open(site.url(path));
    tab.waitFor(
        "location.pathname + location.search === '"
            + path
            + "' && document.querySelector('#main')");
  }

  private static List<String> pages() throws Exception {
    List<String> pages = new ArrayList<>(List.of("/quality", READ));
    open("/quality");
    pages.add(
        tab.evaluate("document.querySelector('a[href^=\"/quality/month\"]').getAttribute('href')")
            .asText());
    for (String list : List.of("/trial", "/duty")) {
      open(list);
      pages.add(list);
      pages.add(tab.evaluate("document.querySelector('td a').getAttribute('href')").asText());
    }
    return pages;
  }

  @Test
  void axeFindsNothingInDarkAndOnAPhoneInLight() throws Exception {
    Map<String, List<String>> found = new TreeMap<>();
    List<String> pages = pages();
    for (int width : List.of(WIDE, PHONE)) {
      tab.size(width, 900, 1);
      String theme = width == WIDE ? "dark" : "light";
      tab.evaluate("document.cookie = 'theme=" + theme + "; path=/'");
      // the browser stores a cookie when it has time
      tab.waitFor(
          () -> {
            open("/quality");
            return tab.is("document.documentElement.dataset.theme === '" + theme + "'");
          });
      for (String page : pages) {
        open(page);
        assertTrue(
            tab.is("document.documentElement.scrollWidth <= innerWidth"),
            page + " scrolls sideways at " + width);
        List<String> lines = tab.axe();
        if (!lines.isEmpty()) {
          found.put(theme + " " + page, lines);
        }
      }
    }
    tab.size(WIDE, 900, 1);
    assertEquals(Map.of(), found);
  }

  @Test
  void theFirstKeySkipsToTheContentAndFocusFollowsTheSource() throws Exception {
    for (String page : pages()) {
      open(page);
      assertEquals(0, tab.count("[tabindex]:not([tabindex='0']):not([tabindex='-1'])"), page);
      tab.key("Tab");
      assertTrue(tab.is("document.activeElement.matches('.skip')"), page);
      tab.key("Enter");
      assertEquals("main", tab.evaluate("document.activeElement.id").asText(), page);
    }
  }

  /** The report that is asked about, by the address of its answers. */
  private static String asked() throws Exception {
    return tab.evaluate("document.querySelector('.verdicts').getAttribute('action')").asText();
  }

  private static void another(String before) {
    tab.waitFor(() -> tab.count(".verdicts") == 0 || !asked().equals(before));
  }

  @Test
  void aSampleIsReadWithKeys() throws Exception {
    open(READ);
    String first = asked();
    tab.key(" ");
    another(first);
    String second = asked();
    assertEquals("Left renal cyst", tab.text("h3.quote"));
    tab.key("o");
    tab.waitFor("document.querySelector(':target')");
    assertEquals("The right kidney has a cyst", tab.text(":target bdi"));
    assertEquals("other", tab.evaluate("document.activeElement.id").asText());
    tab.key("Escape");
    tab.waitFor("location.pathname === '/quality'");
    open(READ);
    assertEquals(second, asked(), "what was put last stays last");
    tab.key("1");
    another(second);
    assertEquals("Your last answer is stored.", tab.text("[role=status]"));
    tab.key("u");
    tab.waitFor(() -> asked().equals(second));
    assertEquals(0, tab.count(".last"));
    String now = second;
    for (String key : List.of("1", "2", "3")) {
      tab.key(key);
      another(now);
      assertNotEquals(now, asked());
      now = asked();
    }
    // on a button, the space bar presses it
    tab.evaluate("document.querySelector('[value=right]').focus()");
    tab.key(" ");
    another(now);
    assertEquals(first, asked(), "the last one");
    tab.key("3");
    tab.waitFor(() -> tab.text("main").startsWith("All is read."));
    open("/quality");
    assertEquals(1, tab.count("details a[href^='/reports/']"), "a report with something missed");
  }

  /** Keys alone: whom and when, and back. */
  @Test
  void aFlagIsPassedOnWithKeysAndTakenBack() throws Exception {
    open("/duty");
    assertEquals("Flag Exam What it says Found State", tab.text("#rows thead"));
    String row = tab.text("#rows tr.now");
    assertTrue(row.matches("■ .*Left renal cyst.* open"), row);
    int rows = tab.count("#rows tr.r");
    assertEquals("true", tab.evaluate("'' + !!document.querySelector('#rows tr.now a')").asText());
    tab.key("j");
    tab.key("Enter");
    tab.waitFor("location.pathname.startsWith('/duty/')");
    String path = tab.evaluate("location.pathname").asText();
    tab.key("p");
    assertEquals("told", tab.evaluate("document.activeElement.name").asText());
    tab.type("Dr Ward");
    assertEquals(List.of(), tab.axe());
    tab.key("Enter");
    tab.waitFor("location.pathname === '/duty'");
    assertTrue(tab.text(".word").contains("passed on by me to Dr Ward, "), tab.text(".word"));
    assertEquals(rows - 1, tab.count("#rows tr.r"));
    assertEquals(List.of(), tab.axe());
    tab.key("u");
    tab.waitFor("location.pathname === '" + path + "'");
    assertTrue(tab.text(".title").contains("open again since "), tab.text(".title"));
    tab.key("Escape");
    tab.waitFor("location.pathname === '/duty'");
    assertEquals(rows, tab.count("#rows tr.r"));
  }

  @Test
  void theFiguresArePrintedWithoutWhatOnlyAScreenCanUse() throws Exception {
    open("/quality");
    // A4 without its margins
    tab.size(673, 900, 1);
    tab.call("Emulation.setEmulatedMedia", "media", "print");
    for (String gone : List.of(".bar", ".filters", ".keys", "[download]", ".card .button")) {
      assertTrue(tab.is("!document.querySelector('" + gone + "').checkVisibility()"), gone);
    }
    assertEquals(5, tab.count(".tile"));
    assertTrue(
        tab.is(
            "[...document.querySelectorAll('.table')].every(t => t.scrollWidth <= t.clientWidth)"),
        "no column is cut off");
    open(
        tab.evaluate("document.querySelector('a[href^=\"/quality/month\"]').getAttribute('href')")
            .asText());
    assertTrue(
        tab.is(
            "![...document.querySelectorAll('.title .right, .bar')].some(e => e.checkVisibility())"));
    assertTrue(
        tab.is(
            "[...document.querySelectorAll('.table')].every(t => t.scrollWidth <= t.clientWidth)"),
        "no column of the month is cut off");
    assertEquals(
        "rgb(255, 255, 255)",
        tab.evaluate("getComputedStyle(document.body).backgroundColor").asText());
    tab.call("Emulation.setEmulatedMedia", "media", "");
    tab.size(WIDE, 900, 1);
  }
}
