package org.radiologytrust.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.browser.ReviewSite.LONG;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;

/**
 * What becomes of flags, in a real browser and with real keys: questions, flags that are to be
 * corrected or left, decisions that the engine carried on, and what became of earlier flags.
 */
@Tag("peers")
@Tag("safety")
class FollowedFlagsPageTest {
  private static final String POLICY = "Content Security Policy";
  private static final String CHEST = "XRCHEST^XR CHEST PA^L";

  private static final List<String> CALLED =
      List.of(
          "opacity",
          "consolidation",
          "effusion",
          "thickening",
          "atelectasis",
          "infiltrate",
          "density",
          "haziness",
          "scarring",
          "oedema");

  /** A wrong side, and a word that stands twice. */
  private static final String[] ASKED = {
    "FINDINGS:",
    "There is a left pleural effusion.",
    "The the heart is normal in size.",
    "IMPRESSION:",
    "Right pleural effusion."
  };

  /** The order is for the left knee. */
  private static final String[] KNEE = {
    "FINDINGS:", "The right knee shows no fracture.", "IMPRESSION:", "Normal right knee."
  };

  @TempDir static Path folder;
  private static ReviewSite site;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    site = ReviewSite.start(folder);
    chromium = Chromium.forPeople(folder);
    site.other("T1", CHEST, "DX", ten());
    for (String accession : List.of("Q1", "Q2", "L1", "V1", "V2", "G1")) {
      site.other(accession, CHEST, "DX", ASKED);
    }
    site.other("K1", "XRKNEE^XR KNEE LEFT^L", "DX", KNEE);
    site.other(
        "O1",
        CHEST,
        "DX",
        "FINDINGS:",
        "The the heart is normal in size.",
        "IMPRESSION:",
        "No acute abnormality.");
  }

  private static String[] ten() {
    return Stream.of(
            Stream.of("FINDINGS:"),
            CALLED.stream().map("The %s is definitely caused by infection."::formatted),
            Stream.of("IMPRESSION:", "Infection."))
        .flatMap(lines -> lines)
        .toArray(String[]::new);
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    site.close();
  }

  @AfterEach
  void nothingBrokeThePolicy() {
    assertEquals(
        List.of(), chromium.complaints().stream().filter(line -> line.contains(POLICY)).toList());
  }

  private static Tab rita() throws Exception {
    return site.logIn(chromium.person(), ReviewSite.RITA);
  }

  private static String open(Tab tab, String accession) throws Exception {
    String path = site.reportPath(tab, accession);
    tab.open(site.url(path));
    tab.waitFor("document.querySelector('.row[aria-current]')");
    return path;
  }

  private static void counts(Tab tab, String wanted) {
    await().atMost(LONG).untilAsserted(() -> assertEquals(wanted, tab.text(".flagged .head .end")));
  }

  /** Waits until a decision key counts again after a decision. */
  private static void rest(Tab tab) throws Exception {
    tab.evaluate("new Promise(done => setTimeout(done, 400))");
  }

  private static String hand(Tab tab, String part) throws Exception {
    return tab.text(".hand:not([hidden]) " + part);
  }

  private static int inHand(Tab tab) throws Exception {
    return tab.evaluate("+document.querySelector('.row[aria-current]').dataset.flag").asInt();
  }

  /** Such as {@code ✎ 0 min}. */
  private static String state(Tab tab, int flag) throws Exception {
    return tab.text(".row[data-flag='" + flag + "'] .state");
  }

  /** Each flag comes into the hand by itself, and no other key than these is needed. */
  @Test
  void tenFlagsAreDecidedWithTheKeyboard() throws Exception {
    Tab tab = rita();
    open(tab, "T1");
    await().atMost(LONG).until(() -> tab.count(".row") >= CALLED.size());
    int all = tab.count(".row");
    counts(tab, all + " open");
    for (int flag = 1; flag <= all; flag++) {
      assertEquals(flag, inHand(tab));
      assertTrue(
          tab.is(
              "(() => { const row = document.querySelector('.row[aria-current]')"
                  + ".getBoundingClientRect(), list = document.querySelector('.list')"
                  + ".getBoundingClientRect(); return row.top >= list.top - 1 && row.bottom <="
                  + " list.bottom + 1; })()"),
          "the row of flag " + flag + " is in view");
      if (flag % 2 == 1) {
        tab.key("a");
      } else {
        tab.key("d");
        tab.waitFor("document.querySelector('dialog[open]')");
        tab.key("1");
      }
      String decided = flag == 1 ? "" : ", " + flag / 2 + " decided";
      counts(tab, all - flag + " open, " + (flag + 1) / 2 + " to be corrected" + decided);
      rest(tab);
    }
    assertEquals(all, inHand(tab), "nothing is open");
    while (inHand(tab) != 9) {
      tab.key("k");
    }
    assertEquals("✎ 0 min", state(tab, 9));
    tab.key("u");
    await().atMost(LONG).until(() -> tab.text(".flagged .head .end").startsWith("1 open, "));
    assertEquals(9, inHand(tab), "what was undone is in hand");
  }

  @Test
  void questionsStandBelowUncolouredAndAreDecidedLikeFlags() throws Exception {
    Tab tab = rita();
    open(tab, "Q1");
    counts(tab, "1 open, 1 question");
    assertEquals(
        "Questions 1",
        tab.evaluate(
                "[...document.querySelectorAll('.list h3')].pop()"
                    + ".innerText.replace(/\\s+/g, ' ')")
            .asText());
    assertEquals("?2", tab.text(".report mark[data-label=asks] .no"));
    assertTrue(
        tab.is(
            "(() => { const style = getComputedStyle(document.querySelector("
                + "'mark[data-label=asks]')), row = getComputedStyle(document.querySelector("
                + "'.row.asking .no')); return style.textDecorationStyle === 'dashed' &&"
                + " style.textDecorationThickness === '1px' && row.fontWeight === '400'; })()"));
    tab.key("j");
    assertEquals(2, inHand(tab));
    assertTrue(hand(tab, ".asks-why").startsWith("Only a question: "), hand(tab, ".asks-why"));
    assertTrue(tab.heard().contains("Flag 2, a question: "), "heard");
    assertEquals(
        "400",
        tab.evaluate(
                "getComputedStyle(document.querySelector('.hand:not([hidden]) .quote')).fontWeight")
            .asText());
    tab.key("a");
    counts(tab, "1 open, 1 to be corrected");
    assertEquals(1, inHand(tab), "the open flag");
    rest(tab);
    tab.key("u");
    counts(tab, "1 open, 1 question");
    rest(tab);
    tab.key("d");
    tab.waitFor("document.querySelector('dialog[open]')");
    assertEquals("2", tab.text("dialog[open] [data-number]"));
    tab.key("3");
    counts(tab, "1 open");
    tab.key("j");
    assertTrue(hand(tab, ".outcome").contains("The order is wrong. The flag was called right."));
  }

  @Test
  void aReportWithQuestionsAloneSaysThatItHasNoFlag() throws Exception {
    Tab tab = rita();
    open(tab, "O1");
    counts(tab, "0 open, 1 question");
    assertTrue(tab.text(".no-flag").startsWith("No flag."), tab.text(".no-flag"));
    assertEquals(1, inHand(tab));
    tab.key("a");
    counts(tab, "0 open, 1 to be corrected");
  }

  @Test
  void anAgreedFlagIsToBeCorrectedUntilItIsLeftWithAFewWords() throws Exception {
    Tab tab = rita();
    open(tab, "L1");
    assertFalse(tab.is("document.querySelector('.keys .if-agreed').checkVisibility()"));
    tab.key("x");
    assertFalse(tab.is("document.querySelector('dialog[open]')"), "nothing to leave yet");
    tab.key("a");
    counts(tab, "0 open, 1 to be corrected, 1 question");
    assertEquals("✎ 0 min", state(tab, 1));
    assertTrue(hand(tab, ".outcome").startsWith("✎ To be corrected, for 0 min. You agreed at "));
    assertTrue(hand(tab, ".steps").contains("flagged"), hand(tab, ".steps"));
    assertTrue(
        hand(tab, ".steps li:last-child").contains("a version without the flag, or it is left"));
    assertEquals("✎1", tab.text(".report mark .no[data-flag='1']"));
    assertTrue(tab.is("document.querySelector('.keys .if-agreed').checkVisibility()"));
    rest(tab);
    tab.key("x");
    tab.waitFor("document.activeElement.matches('dialog.leave #why')");
    tab.key("Enter");
    assertTrue(tab.is("document.querySelector('dialog.leave').open"), "it needs a few words");
    tab.type("adu told by telephone");
    tab.key("Escape");
    tab.waitFor("!document.querySelector('dialog[open]')");
    counts(tab, "0 open, 1 to be corrected, 1 question");
    tab.key("x");
    tab.waitFor("document.activeElement.matches('dialog.leave #why')");
    assertEquals("", tab.evaluate("document.activeElement.value").asText());
    tab.type("told by telephone");
    tab.key("Enter");
    counts(tab, "0 open, 1 decided, 1 question");
    assertEquals("◌ left", state(tab, 1));
    assertTrue(hand(tab, ".outcome").contains("You left the report as it is at "));
    assertTrue(hand(tab, ".outcome").contains("“told by telephone”"));
    rest(tab);
    tab.key("u");
    counts(tab, "0 open, 1 to be corrected, 1 question");
    tab.key("u");
    counts(tab, "1 open, 1 question");
  }

  private static void second(String accession, String order, String text) throws Exception {
    site.send(
        Chest.oru(PhantomStudy.chest(accession), accession + "-2", "PHANTOM-1", text, "C", 1)
            .replace(CHEST, order));
  }

  /** Version 2 differs in words that the flag does not read. */
  @Test
  void whatTheEngineCarriedOnIsDecidedAnewByAnybody() throws Exception {
    Tab tab = rita();
    String path = open(tab, "V1");
    tab.key("d");
    tab.waitFor("document.querySelector('dialog[open]')");
    tab.key("1");
    counts(tab, "0 open, 1 decided, 1 question");
    second("V1", CHEST, String.join("\n", ASKED).replace("heart is normal", "heart is average"));
    Tab rob = site.logIn(chromium.person(), ReviewSite.ROB);
    again(rob, path);
    counts(rob, "0 open, 1 decided, 1 question");
    assertEquals("✓ version 1", state(rob, 1));
    assertTrue(rob.text(".notice").contains("1 decision was carried on:"), rob.text(".notice"));
    String said = hand(rob, ".outcome");
    assertTrue(said.startsWith(ReviewSite.RITA + " dismissed this in version 1, at "), said);
    assertTrue(said.contains("Meant as written."), said);
    assertTrue(
        said.contains("Carried on by the engine, because check, words and order are the same."));
    rob.key("u");
    counts(rob, "1 open, 1 question");
    assertTrue(rob.text(".last").contains("undone"), rob.text(".last"));
    rest(rob);
    rob.key("a");
    counts(rob, "0 open, 1 to be corrected, 1 question");
  }

  @Test
  void aCorrectionShowsBothWordingsOnThePageOfTheNewVersion() throws Exception {
    Tab tab = rita();
    String path = open(tab, "V2");
    tab.key("a");
    counts(tab, "0 open, 1 to be corrected, 1 question");
    second("V2", CHEST, String.join("\n", ASKED).replace("Right", "Left"));
    again(tab, path);
    counts(tab, "0 open, 1 question");
    String became = tab.text(".became");
    assertTrue(became.startsWith("What became of version 1's flags 1"), became);
    assertTrue(became.contains("✓ Corrected in version 2 after 0 min."), became);
    assertTrue(became.contains("Flagged “Right pleural effusion”"), became);
    assertTrue(became.contains("Now “Left pleural effusion”"), became);
    tab.open(site.url(path + "/print"));
    tab.waitFor("document.querySelector('main')");
    assertTrue(tab.text().contains("Corrected in version 2 after 0 min."), tab.text());
    tab.open(site.url(path + "/made"));
    tab.waitFor("document.querySelector('main')");
    assertTrue(tab.text().contains("the engine, after " + ReviewSite.RITA), tab.text());
  }

  /** Version 2 has the same words and another order. */
  @Test
  void whatBecameOfAFlagIsNotSaidWhereItsWordsHaveNotChanged() throws Exception {
    Tab tab = rita();
    String path = open(tab, "K1");
    counts(tab, "1 open");
    tab.key("a");
    counts(tab, "0 open, 1 to be corrected");
    second("K1", "XRKNEE^XR KNEE RIGHT^L", String.join("\n", KNEE));
    tab.open(site.url(path));
    tab.waitFor("document.querySelector('.became')");
    String became = tab.text(".became");
    assertTrue(
        became.contains(
            "◌ What became of it cannot be said, because the words that were flagged are in version"
                + " 2, too."),
        became);
  }

  @Test
  void whatChangedFromPreliminaryToFinalIsListedAndOpened() throws Exception {
    for (String status : List.of("P", "F")) {
      String text = String.join("\n", KNEE);
      boolean last = status.equals("F");
      site.send(
          Chest.oru(
                  PhantomStudy.chest("C1"),
                  "C1-" + status,
                  "PHANTOM-1",
                  last ? text.replace("no fracture", "a fracture") : text,
                  status,
                  last ? 1 : 0)
              .replace(CHEST, "XRKNEE^XR KNEE RIGHT^L"));
    }
    Tab tab = rita();
    tab.key("c");
    tab.waitFor("location.pathname === '/changes' && document.querySelector('#rows tr.now')");
    assertEquals("▲ Finding added", tab.text("#rows tr.now .res"));
    Map<String, List<String>> found = new TreeMap<>();
    addBoth(found, "/changes", tab);
    tab.key("Enter");
    tab.waitFor("document.querySelector('.changes li')");
    assertTrue(tab.text(".changes li").contains("Finding added"), tab.text(".changes li"));
    addBoth(found, tab.evaluate("location.pathname").asText(), tab);
    assertEquals(Map.of(), found);
    tab.key("Enter");
    tab.waitFor("document.querySelector('#report')");
  }

  /** In both themes. */
  private static void addBoth(Map<String, List<String>> found, String path, Tab tab)
      throws Exception {
    for (String theme : List.of("dark", "light")) {
      tab.evaluate("document.cookie = 'theme=" + theme + "; path=/'");
      tab.open(site.url(path));
      tab.waitFor("document.querySelector('main')");
      add(found, theme + " " + path, tab);
    }
  }

  /** In both themes, with all the sheets. */
  @Test
  void axeFindsNothing() throws Exception {
    Tab tab = rita();
    String path = open(tab, "Q2");
    tab.key("a");
    counts(tab, "0 open, 1 to be corrected, 1 question");
    Map<String, List<String>> found = new TreeMap<>();
    for (String theme : List.of("dark", "light")) {
      tab.evaluate("document.cookie = 'theme=" + theme + "; path=/'");
      for (String address : List.of(path, path + "/print", path + "/made", "/help")) {
        tab.open(site.url(address));
        tab.waitFor("document.querySelector('main')");
        add(found, theme + " " + address, tab);
      }
      again(tab, path);
      tab.key("j");
      add(found, theme + " question", tab);
      tab.key("d");
      tab.waitFor("document.querySelector('dialog[open]')");
      add(found, theme + " dismiss", tab);
      tab.key("Escape");
      tab.key("k");
      tab.key("x");
      tab.waitFor("document.querySelector('dialog.leave').open");
      add(found, theme + " leave", tab);
      tab.key("Escape");
    }
    assertEquals(Map.of(), found);
  }

  private static void again(Tab tab, String path) throws Exception {
    tab.open(site.url(path));
    tab.waitFor("document.querySelector('.row[aria-current]')");
  }

  private static void add(Map<String, List<String>> found, String where, Tab tab) throws Exception {
    List<String> lines = tab.axe();
    if (!lines.isEmpty()) {
      found.put(where, lines);
    }
  }
}
