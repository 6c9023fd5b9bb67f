package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ReviewSite.LONG;
import static org.radiologytrust.ReviewSite.shows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People use the review page in a real browser, mostly with the keyboard. */
@Tag("peers")
@Tag("safety")
class ReviewPageTest {
  /** What a script of ours, or one that got into a page, must never cause. */
  private static final String POLICY = "Content Security Policy";

  private static final String IMAGE = "document.querySelector('.seen img, .seen canvas')";

  private static final String[] EFFUSION = {
    "EXAMINATION: XR chest, PA view.",
    "COMPARISON: None.",
    "FINDINGS:",
    "There is a left pleural effusion.",
    "No pneumothorax.",
    "The effusion is definitely caused by heart failure.",
    "IMPRESSION:",
    "Right pleural effusion."
  };

  /** One error, which shows in several places. */
  private static final String[] WRONG_KNEE = {
    "FINDINGS:",
    "The right knee shows a small joint effusion.",
    "There is no fracture of the right patella.",
    "IMPRESSION:",
    "Small effusion of the right knee."
  };

  @TempDir static Path folder;
  private static ReviewSite site;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    site = ReviewSite.start(folder);
    chromium = Chromium.forPeople(folder);
    for (String accession : List.of("A1", "A2", "A3")) {
      site.image(accession);
      site.report(accession, EFFUSION);
    }
    site.other("K1", "XRKNEE^XR KNEE LEFT^L", "CR", WRONG_KNEE);
    site.image("N1");
    site.report("N1", "FINDINGS:", "The lungs are clear.", "IMPRESSION:", "No acute abnormality.");
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

  /** Opens the report with this accession number. */
  private static String open(Tab tab, String accession) throws Exception {
    String path = site.reportPath(tab, accession);
    tab.open(site.url(path));
    shows(tab, "document.querySelector('.row[aria-current]')");
    shows(tab, "document.readyState === 'complete'");
    return path;
  }

  /** Such as {@code 2 open, 0 decided}. */
  private static String counts(Tab tab) throws Exception {
    return tab.text(".flagged .head .end");
  }

  private static void counts(Tab tab, String wanted) {
    await().atMost(LONG).untilAsserted(() -> assertEquals(wanted, counts(tab)));
  }

  private static String inHand(Tab tab) throws Exception {
    return tab.text(".hand:not([hidden]) .quote bdi");
  }

  /** Waits until a decision key counts again after a decision. */
  private static void rest(Tab tab) throws Exception {
    tab.evaluate("new Promise(done => setTimeout(done, 400))");
  }

  @Test
  void theFirstFlagIsOpenedSeenDecidedAndUndoneWithTheKeyboard() throws Exception {
    Chromium.Person rita = chromium.person();
    Tab tab = rita.tab();
    tab.open(site.url("/"));
    shows(tab, "document.activeElement.name === 'user'");
    assertEquals("/login", tab.evaluate("location.pathname").asText());
    // the browser asks for the favicon before the form is sent: the log-in still counts
    assertEquals(200, tab.evaluate("fetch('/favicon.ico').then(answer => answer.status)").asInt());
    tab.type(ReviewSite.RITA);
    tab.key("Tab");
    tab.type(ReviewSite.PASSWORD);
    tab.key("Enter");
    shows(tab, "document.querySelector('#rows tr')");

    tab.key("j");
    shows(tab, "document.querySelector('#rows tr.now a') === document.activeElement");
    tab.key("Enter");
    shows(tab, "document.querySelector('.row[aria-current]')");
    open(tab, "A1");
    assertEquals("Right pleural effusion", inHand(tab).replace(".", ""));
    String proofs = tab.text(".hand:not([hidden]) .proofs");
    assertTrue(proofs.contains("Right pleural effusion"), proofs);
    assertTrue(proofs.contains("left pleural effusion"), proofs);
    assertTrue(tab.text(".report .proof").contains("left pleural effusion"));
    assertTrue(tab.text(".report mark.now").contains("Right pleural effusion"));
    shows(tab, IMAGE + " && (" + IMAGE + ".naturalWidth || " + IMAGE + ".width) > 300");
    assertTrue(tab.text(".seen").contains("Not for diagnosis"));

    counts(tab, "3 open, 0 decided");
    tab.key("a");
    counts(tab, "2 open, 1 decided");
    assertTrue(tab.text(".last").contains("you agreed"), tab.text(".last"));
    assertEquals("2", tab.text(".row[aria-current] .no").replaceAll("\\D", "").substring(0, 1));
    tab.key("u");
    counts(tab, "3 open, 0 decided");
    assertTrue(tab.text(".last").contains("undone"), tab.text(".last"));
  }

  @Test
  void aFlagIsRewordedFromTheOriginalWordsAndAnotherDismissedWithAReason() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    open(tab, "A2");
    tab.key("r");
    shows(tab, "document.activeElement.matches('dialog.reword textarea')");
    String original = tab.evaluate("document.activeElement.value").asText();
    assertTrue(original.startsWith("Right pleural effusion"), original);
    tab.ctrl("Enter");
    assertTrue(tab.is("document.querySelector('dialog.reword').open"), "nothing was changed");
    tab.evaluate("document.activeElement.select()");
    tab.type("Left pleural effusion.");
    tab.ctrl("Enter");
    counts(tab, "2 open, 1 decided");
    assertTrue(tab.text(".last").contains("you reworded"), tab.text(".last"));
    rest(tab);
    tab.key("d");
    shows(tab, "document.querySelector('dialog.dismiss').open");
    tab.key("1");
    counts(tab, "1 open, 2 decided");
    assertTrue(tab.text(".last").contains("you dismissed"), tab.text(".last"));
    assertFalse(tab.is("document.querySelector('dialog[open]')"));
    tab.open(site.url("/"));
    shows(tab, "document.querySelector('#rows tr')");
    assertTrue(tab.text().contains("last by " + ReviewSite.RITA), tab.text());
  }

  @Test
  void everyOtherKeyChangesNothing() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    String path = open(tab, "A3");
    for (char key = ' '; key < 127; key++) {
      if ("adrlujkoznwp?".indexOf(key) < 0) {
        tab.key(String.valueOf(key));
      }
    }
    for (String key : List.of("Enter", "Escape", "Backspace", "Delete", "Home", "End", "F2")) {
      tab.key(key);
    }
    for (String key : List.of("a", "d", "l", "u")) {
      for (int modifier : new int[] {1, 2, 4, 3}) {
        tab.key(key, modifier);
      }
    }
    counts(tab, "3 open, 0 decided");
    assertEquals(path, tab.evaluate("location.pathname").asText());
    assertFalse(tab.is("document.querySelector('dialog[open]')"));
    // a key that is held counts once, and one in a field is a letter
    tab.hold("a", 30);
    counts(tab, "2 open, 1 decided");
    rest(tab);
    tab.key("r");
    shows(tab, "document.activeElement.matches('dialog.reword textarea')");
    tab.type("adlu");
    tab.key("Escape");
    tab.key("Enter");
    shows(tab, "!document.querySelector('dialog[open]')");
    counts(tab, "2 open, 1 decided");
    tab.key("u");
    counts(tab, "3 open, 0 decided");
  }
}
