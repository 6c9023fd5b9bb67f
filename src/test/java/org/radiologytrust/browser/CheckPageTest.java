package org.radiologytrust.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.Product;

/** Somebody with the role checker has a report checked in a real browser, with the keyboard. */
@Tag("peers")
@Tag("safety")
class CheckPageTest {
  private static final String CLEO = "Cleo Checker";
  private static final String PASSWORD = "a pass word of 2026";

  /** No other text has this word. */
  private static final String CANARY = "Zyzzyva";

  private static final String KNEE =
      "EXAMINATION: MR of the left knee without contrast.\n"
          + "INDICATION: Twisting injury, seen by "
          + CANARY
          + ".\n"
          + "FINDINGS:\n"
          + "Complete tear of the anterior cruciate ligament. Moderate left joint effusion.\n\n"
          + "The left knee has has a small 4 mm loose body & <b>more</b>.\n"
          + "IMPRESSION:\n"
          + "1. Complete tear of the anterior cruciate ligament.\n"
          + "2. Right knee joint effusion.";

  private static final String FORM = "document.querySelector('form.draft')";
  private static final String FLAGS = "document.querySelector('.row[aria-current]')";

  @TempDir static Path folder;
  private static Product product;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    Path home = folder.resolve("home");
    product = Product.start(home, Map.of());
    UsersFile.in(home).put(QuickPassword.account(CLEO, Role.CHECKER, PASSWORD));
    chromium = Chromium.forPeople(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    product.close();
  }

  @AfterEach
  void nothingBrokeThePolicy() {
    assertEquals(
        List.of(),
        chromium.complaints().stream()
            .filter(line -> line.contains("Content Security Policy"))
            .toList());
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + product.httpPort() + path;
  }

  private static Tab logIn() throws Exception {
    Tab tab = chromium.person().tab();
    tab.logIn(url("/"), CLEO, PASSWORD);
    tab.waitFor("location.pathname === '/check'");
    return tab;
  }

  private static void check(Tab tab, String text) throws Exception {
    tab.waitFor(FORM + " && document.activeElement.name === 'text'");
    tab.fill("textarea[name=text]", text);
    tab.ctrl("Enter");
    tab.waitFor("!" + FORM);
  }

  private static String typed(Tab tab) throws Exception {
    return tab.evaluate("document.querySelector('textarea[name=text]').value").asText();
  }

  private static String inHand(Tab tab) throws Exception {
    return tab.evaluate("document.querySelector('.row[aria-current]').dataset.flag").asText();
  }

  @Test
  void aTextIsCheckedReadAndChangedWithTheKeyboard() throws Exception {
    Tab tab = logIn();
    assertEquals(List.of(), list(tab, "nav a", "/check"));
    int pages = tab.evaluate("history.length").asInt();
    check(tab, KNEE);
    tab.waitFor(FLAGS);
    assertTrue(tab.text(".hand:not([hidden]) .quote").contains("Right knee"), tab.text(".hand"));
    assertTrue(tab.text(".report mark.now").contains("Right knee"), tab.text(".report"));
    assertTrue(tab.text(".report .proof").contains("left"), tab.text(".report"));
    assertTrue(tab.count(".map rect") > 1, "the map knows the places");
    assertTrue(tab.text(".report").contains("& <b>more</b>."), "text of the report is text");
    int flags = tab.count(".row[data-flag]");
    assertTrue(flags > 1, tab.text(".flagged"));
    assertEquals("1", inHand(tab));
    tab.key("j");
    assertEquals("2", inHand(tab));
    tab.key("k");
    assertEquals("1", inHand(tab));
    tab.key("o");
    assertTrue(tab.is("document.querySelector('.report .here')"));
    // the keys of a decision do nothing here
    for (String key : List.of("a", "d", "r", "l", "x", "u", "n", "w", "h", "p")) {
      tab.key(key);
    }
    assertEquals("/check", tab.evaluate("location.pathname + location.search").asText());
    assertEquals(flags, tab.count(".row[data-flag]"));

    tab.key("Escape");
    tab.waitFor(FORM + " && document.activeElement.name === 'text'");
    assertEquals(KNEE, typed(tab));
    check(tab, KNEE.replace("Right knee", "Left knee"));
    assertFalse(tab.text(".flagged").contains("Right knee"), tab.text(".flagged"));
    assertEquals(pages, tab.evaluate("history.length").asInt(), "no page of the history has it");
  }

  /** The addresses of links that are not this one. */
  private static List<String> list(Tab tab, String links, String but) throws Exception {
    return Stream.of(
            tab.evaluate(
                    "[...document.querySelectorAll('"
                        + links
                        + "')].map(a => a.getAttribute('href')).join(' ')")
                .asText()
                .split(" "))
        .filter(href -> !href.equals(but))
        .toList();
  }

  @Test
  void nothingIsLeftAfterTheLogOut() throws Exception {
    Tab tab = logIn();
    check(tab, KNEE);
    tab.waitFor(FLAGS);
    assertFalse(tab.storage().contains(CANARY), "what the page keeps in the browser");
    tab.click(".menu summary");
    tab.click("form[action='/logout'] button");
    tab.waitFor("location.pathname === '/login'");
    assertFalse(tab.storage().contains(CANARY));
    for (int i = 0; i < 2; i++) {
      tab.evaluate("history.back(); 0");
      tab.waitFor("location.pathname === '/login' && document.querySelector('form.log')");
      assertFalse(tab.evaluate("document.documentElement.outerHTML").asText().contains(CANARY));
    }
    assertFalse(keptOnDisk(), "journal, logs and access log");
  }

  private static boolean keptOnDisk() throws IOException {
    byte[] word = CANARY.getBytes(StandardCharsets.UTF_8);
    try (Stream<Path> files = Files.walk(folder.resolve("home"))) {
      return files.filter(Files::isRegularFile).anyMatch(file -> has(file, word));
    }
  }

  private static boolean has(Path file, byte[] word) {
    try {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      return bytes.contains(new String(word, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsNotCheckedStaysInTheForm() throws Exception {
    Tab tab = logIn();
    tab.waitFor(FORM + " && document.activeElement.name === 'text'");
    tab.fill("textarea[name=text]", "  ");
    tab.ctrl("Enter");
    tab.waitFor("document.querySelector('[role=alert]:not([hidden])')");
    assertEquals(
        "Not checked. The report has no text: there is nothing to check.",
        tab.text("[role=alert]:not([hidden])"));
    // a form that the server does not read
    tab.evaluate("document.querySelector('textarea').value = 'x'.repeat(1100000); 0");
    tab.ctrl("Enter");
    tab.waitFor("document.querySelector('[data-failed=long]:not([hidden])')");
    assertEquals(1_100_000, typed(tab).length());
  }

  @Test
  void axeFindsNothingAndAPhoneShowsTheReasonFirst() throws Exception {
    Tab tab = logIn();
    for (int width : List.of(1280, 390)) {
      tab.size(width, 780, 1);
      for (String theme : List.of("dark", "light")) {
        String where = width + theme;
        tab.evaluate("document.cookie = 'theme=" + theme + "; path=/'");
        tab.open(url("/check"));
        tab.waitFor(FORM + " && document.documentElement.dataset.theme === '" + theme + "'");
        assertEquals(List.of(), tab.axe(), where);
        assertTrue(tab.is("document.documentElement.scrollWidth <= innerWidth"), where);
        check(tab, KNEE);
        tab.waitFor(FLAGS);
        assertEquals(List.of(), tab.axe(), where);
        assertTrue(tab.is("document.documentElement.scrollWidth <= innerWidth"), where);
        check(again(tab), "FINDINGS: The lungs are clear.\nIMPRESSION: Clear lungs.");
        assertTrue(tab.text(".calm h2").startsWith("Checked without a flag."), where);
        assertEquals(List.of(), tab.axe(), where);
      }
    }
    check(again(tab), KNEE);
    tab.waitFor(FLAGS);
    assertEquals(
        "flagged hand list text",
        tab.evaluate(
                "[...document.querySelectorAll('.flagged, .hand:not([hidden]), .list, .text')]"
                    + ".map(part => part.classList[0]).join(' ')")
            .asText());
  }

  private static Tab again(Tab tab) throws Exception {
    tab.key("Escape");
    tab.waitFor(FORM);
    return tab;
  }
}
