package org.radiologytrust.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.browser.ReviewSite.LONG;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People find images of another patient, and decide about them, in a real browser. */
@Tag("peers")
@Tag("safety")
class OtherPatientPageTest {
  private static final String HEADLINE =
      "The images under this accession number are of another patient";

  private static final String[] TEXT = {
    "FINDINGS:",
    "There is a left pleural effusion.",
    "No pneumothorax.",
    "IMPRESSION:",
    "Right pleural effusion."
  };

  @TempDir static Path folder;
  private static ReviewSite site;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    site = ReviewSite.start(folder);
    site.restart(Map.of("rtl.page.viewer", "https://pacs.example/view?study={study}"));
    chromium = Chromium.forPeople(folder);
    for (String accession : List.of("B1", "B2", "B3", "B4")) {
      site.image(accession);
    }
    for (String accession : List.of("B1", "B2", "B3")) {
      site.reportOfAnother(accession, TEXT);
    }
    site.report("B4", TEXT);
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    site.close();
  }

  @AfterEach
  void nothingBrokeThePolicy() {
    assertEquals(
        List.of(),
        chromium.complaints().stream()
            .filter(line -> line.contains("Content Security Policy"))
            .toList());
  }

  private static void open(Tab tab, String accession) throws Exception {
    String path = site.reportPath(tab, accession);
    tab.open(site.url(path));
    tab.waitFor("document.querySelector('.row[aria-current]')");
  }

  private static void counts(Tab tab, String wanted) {
    await().atMost(LONG).untilAsserted(() -> assertEquals(wanted, tab.text(".flagged .head .end")));
  }

  /** Waits until a decision key counts again after a decision. */
  private static void rest(Tab tab) throws Exception {
    tab.evaluate("new Promise(done => setTimeout(done, 400))");
  }

  private static String hand(Tab tab) throws Exception {
    return tab.text(".hand:not([hidden])");
  }

  @Test
  void itIsOnTopAndDecidedWithTheKeyboard() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    tab.waitFor("document.querySelector('#rows tr.r')");
    assertTrue(tab.text("#rows tr.r").startsWith("◫ Another patient"), tab.text("#rows tr.r"));
    assertTrue(tab.text("#rows tr.r").contains(HEADLINE), tab.text("#rows tr.r"));
    open(tab, "B1");
    assertTrue(tab.text(".notice").startsWith("◫ " + HEADLINE + "."), tab.text(".notice"));
    assertTrue(tab.text(".ids").contains("Keller, Anna"), tab.text(".ids"));
    assertTrue(tab.text(".ids").contains("Phantom, Petra"), tab.text(".ids"));
    assertEquals(0, tab.count("canvas, .seen img"));
    assertTrue(hand(tab).contains("Which one is wrong?"), hand(tab));
    assertTrue(tab.text(".keys").contains("t wrong report"), tab.text(".keys"));
    assertFalse(tab.text(".keys").contains("agree"), "keys of another flag");
    String heard = tab.heard();
    assertTrue(heard.contains("Name Keller , Anna Phantom , Petra"), heard);
    assertTrue(heard.contains("Flag 1, another patient:"), heard);
    counts(tab, "2 open");

    for (String key : List.of("r", "l", "1", "v", "x")) {
      tab.key(key);
    }
    counts(tab, "2 open");
    tab.key("t");
    counts(tab, "1 open, 1 decided");
    assertTrue(tab.text(".last").contains("you said that the report is wrong"), tab.text(".last"));
    assertTrue(hand(tab).contains("pleural effusion"), "the next flag is in hand");
    assertTrue(tab.text(".keys").contains("a agree"), tab.text(".keys"));
    rest(tab);
    tab.key("u");
    counts(tab, "2 open");
    rest(tab);
    tab.key("s");
    counts(tab, "1 open, 1 decided");
    assertTrue(tab.text(".last").contains("you asked the operator"), tab.text(".last"));
    rest(tab);
    tab.key("u");
    counts(tab, "2 open");
    rest(tab);
    tab.key("a");
    counts(tab, "1 open, 1 decided");
    tab.open(site.url("/"));
    tab.waitFor("document.querySelector('#rows tr.r')");
    assertFalse(
        tab.is(
            "[...document.querySelectorAll('#rows tr.r')].some(r => r.innerText.includes('B1') && r.innerText.includes('Another patient'))"));
  }

  @Test
  void samePatientAsksFirstAndNeedsTwo() throws Exception {
    Tab rita = site.logIn(chromium.person(), ReviewSite.RITA);
    open(rita, "B2");
    rita.key("d");
    rita.waitFor("document.querySelector('dialog.same').open");
    assertTrue(rita.text("dialog.same").contains("with different log-ins"));
    rita.key("Escape");
    rita.waitFor("!document.querySelector('dialog[open]')");
    counts(rita, "2 open");
    rita.key("d");
    rita.waitFor("document.querySelector('dialog.same').open");
    rita.key("1");
    rita.waitFor("document.querySelector('.row .state').innerText === 'one of two'");
    counts(rita, "2 open");
    rest(rita);
    rita.key("k");
    rita.key("d");
    assertFalse(rita.is("document.querySelector('dialog[open]')"), "nobody says it twice");
    assertTrue(hand(rita).contains("You said at"), hand(rita));

    Tab otto = site.logIn(chromium.person(), ReviewSite.OTTO);
    open(otto, "B2");
    assertEquals("Same patient… d", otto.text(".decide"));
    assertTrue(hand(otto).contains("Rita Reader said"), hand(otto));
    otto.key("a");
    counts(otto, "2 open");
    otto.key("d");
    otto.waitFor("document.querySelector('dialog.same').open");
    otto.key("1");
    // the page says when the report was audited with the images
    otto.waitFor("document.querySelector('#changed a')");
    otto.key(".");
    otto.waitFor("document.querySelector('[data-images]')");
    assertTrue(
        otto.text(".notice").contains("Confirmed as the same patient by Rita Reader"),
        otto.text(".notice"));
    open(rita, "B2");
    rita.waitFor("(c => c && !c.hidden && c.width > 300)(document.querySelector('.seen canvas'))");

    rita.click(".notice a[href*=whose]");
    rita.waitFor("document.querySelector('#whose form')");
    assertEquals(List.of(), rita.axe());
    rita.click("#whose form button");
    rita.waitFor("document.querySelector('.notice')");
    // and again when the images are refused again
    rita.waitFor("document.querySelector('.ids') || document.querySelector('#changed a')");
    if (rita.count(".ids") == 0) {
      rita.key(".");
    }
    rita.waitFor("document.querySelector('.ids') && document.querySelector('.desk')");
    assertTrue(rita.text(".notice").contains(HEADLINE), rita.text(".notice"));
    assertEquals(0, rita.count("canvas"));
  }

  @Test
  void axeFindsNothingDarkOrLight() throws Exception {
    Tab rita = site.logIn(chromium.person(), ReviewSite.RITA);
    Tab otto = site.logIn(chromium.person(), ReviewSite.OTTO);
    Tab vera = site.logIn(chromium.person(), ReviewSite.VERA);
    for (String theme : List.of("dark", "light")) {
      for (Tab tab : List.of(rita, otto, vera)) {
        tab.evaluate("document.cookie = 'theme=" + theme + "; path=/'");
        tab.open(site.url("/"));
        tab.waitFor("document.querySelector('#rows tr.r')");
        assertEquals(List.of(), tab.axe(), theme);
        open(tab, "B3");
        assertEquals(theme, tab.evaluate("document.documentElement.dataset.theme").asText());
        assertEquals(List.of(), tab.axe(), theme);
      }
      rita.key("d");
      rita.waitFor("document.querySelector('dialog.same').open");
      assertEquals(List.of(), rita.axe(), theme);
      rita.key("Escape");
      rita.key("j");
      assertEquals(List.of(), rita.axe(), theme);
      rita.open(rita.evaluate("location.href + '/made'").asText());
      rita.waitFor("document.querySelector('#whose')");
      assertEquals(List.of(), rita.axe(), theme);
    }
  }

  @Test
  void theViewerIsReachedThroughAPageOfOurs() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    open(tab, "B3");
    String link = tab.evaluate("document.querySelector('.ids h3 a').href").asText();
    assertTrue(link.startsWith(site.url("/reports/")), link);
    assertEquals(
        "opaqueredirect",
        tab.evaluate("fetch('" + link + "', {redirect: 'manual'}).then(a => a.type)").asText());
    assertEquals(
        "noopener noreferrer", tab.evaluate("document.querySelector('.ids h3 a').rel").asText());
  }
}
