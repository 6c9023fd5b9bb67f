package org.radiologytrust.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.browser.ReviewSite.LONG;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.FormBody;

/** People use the review page in a real browser, mostly with the keyboard. */
@Tag("peers")
@Tag("safety")
class ReviewPageTest {
  /** What a script of ours, or one that got into a page, must never cause. */
  private static final String POLICY = "Content Security Policy";

  /** Whether the canvas shows an image, and not one grey. */
  private static final String IMAGE_SHOWS =
      "(() => { const c = document.querySelector('.seen canvas'); if (!c || c.hidden || c.width <"
          + " 300) return false; const d = c.getContext('2d').getImageData(0, 0, c.width,"
          + " c.height).data; return d.some((v, i) => i % 4 === 0 && Math.abs(v - d[0]) > 60);"
          + " })()";

  /** Whether the map has a tick at the height of each flagged place of a text that fits. */
  private static final String TICKS_AT_THEIR_WORDS =
      "(() => { const top = (part) => part.getBoundingClientRect().top; const ticks ="
          + " [...document.querySelectorAll('.map rect')]; return"
          + " [...document.querySelectorAll('.report [data-flags]')].every((words) =>"
          + " ticks.some((tick) => Math.abs(top(tick) - top(words)) < 12)); })()";

  /** How much the bar at the start of shaded words differs from the ground, as WCAG counts. */
  private static final String BAR_CONTRAST =
      "(() => { const light = (colour) => colour.match(/\\d+/g).slice(0, 3).map(v => v / 255)"
          + ".map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)"
          + ".reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);"
          + " const bar = getComputedStyle(document.querySelector('.report %s'));"
          + " if (parseFloat(bar.borderLeftWidth) < 2) return 0;"
          + " const both = [light(bar.borderLeftColor), light(getComputedStyle(document.body)"
          + ".backgroundColor)].sort((a, b) => b - a);"
          + " return (both[0] + 0.05) / (both[1] + 0.05); })()";

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

  /** What software drafted; a person changed one word and signed. */
  private static final String DRAFT =
      "FINDINGS:\nThe heart is normal in size.\nNo rib fracture.\nNo left effusion.";

  @TempDir static Path folder;
  private static ReviewSite site;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    site = ReviewSite.start(folder);
    chromium = Chromium.forPeople(folder);
    for (String accession : List.of("A1", "A2", "A3", "A4", "A5")) {
      site.image(accession);
      site.report(accession, EFFUSION);
    }
    site.other("K1", "XRKNEE^XR KNEE LEFT^L", "CR", WRONG_KNEE);
    site.other(
        "N1",
        "XRCHEST^XR CHEST PA^L",
        "DX",
        "FINDINGS:",
        "The lungs are clear.",
        "IMPRESSION:",
        "No acute abnormality.");
    site.other(
        "K16",
        "XRKNEE^XR KNEE LEFT^L",
        "CR",
        ("FINDINGS:\n" + "The right knee shows a small joint effusion.\n".repeat(16)).split("\n"));
    site.image("D1");
    draftedAndAddended(PhantomStudy.chest("D1"));
  }

  /** A draft of software, then the report in a PDF of two pages, then an addendum. */
  private static void draftedAndAddended(PhantomStudy study) throws Exception {
    site.send(
        Chest.oru(study, "D1A", "PHANTOM-1", DRAFT, "P", 1)
            .replaceFirst(
                "\rOBX", "\rPRT|1|UC||AUT^Author^HL70912||||||Acme Draft|20260401090000\rOBX"));
    String pdf =
        Base64.getEncoder()
            .encodeToString(
                Pdfs.of(
                    DRAFT.replace("left", "right"), "IMPRESSION:\nNo pneumothorax.\nNo effusion."));
    site.send(
        Chest.oru(study, "D1B", "PHANTOM-1", "PDF", "F", 2)
            .replace(
                "|TX|18748-4^Report^LN||PDF|",
                "|ED|PDF^Report||^application^pdf^Base64^" + pdf + "|"));
    site.send(Chest.addendum(study, "D1C", "PHANTOM-1", "Small right pneumothorax.", 3));
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
    tab.waitFor("document.querySelector('.row[aria-current]')");
    return path;
  }

  /** Such as {@code 2 open, 1 to be corrected}. */
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
    tab.waitFor("document.activeElement.name === 'user'");
    assertEquals("/login", tab.evaluate("location.pathname").asText());
    // the browser asks for the favicon before the form is sent: the log-in still counts
    assertEquals(200, tab.evaluate("fetch('/favicon.ico').then(answer => answer.status)").asInt());
    tab.type(ReviewSite.RITA);
    tab.key("Tab");
    tab.type(ReviewSite.PASSWORD);
    tab.key("Enter");
    tab.waitFor("document.querySelector('#rows tr.r')");

    tab.key("j");
    tab.waitFor("document.querySelector('#rows tr.now a') === document.activeElement");
    tab.key("Enter");
    tab.waitFor("document.querySelector('.row[aria-current]')");
    open(tab, "A1");
    assertEquals("Right pleural effusion", inHand(tab).replace(".", ""));
    String proofs = tab.text(".hand:not([hidden]) .proofs");
    assertTrue(proofs.contains("Right pleural effusion"), proofs);
    assertTrue(proofs.contains("left pleural effusion"), proofs);
    assertTrue(tab.text(".report .proof").contains("left pleural effusion"));
    assertTrue(tab.text(".report mark.now").contains("Right pleural effusion"));
    tab.waitFor(IMAGE_SHOWS);
    assertTrue(tab.text(".seen").contains("Not for diagnosis"));

    counts(tab, "3 open");
    tab.key("a");
    counts(tab, "2 open, 1 to be corrected");
    assertTrue(tab.text(".last").contains("you agreed"), tab.text(".last"));
    assertEquals("2", tab.text(".row[aria-current] .no").replaceAll("\\D", "").substring(0, 1));
    assertTrue(tab.count(".map .decided") > 0, "the map knows the decision");
    assertTrue(tab.is(TICKS_AT_THEIR_WORDS));
    tab.key("k");
    assertTrue(tab.text(".hand:not([hidden]) .outcome").contains("You agreed"));
    assertEquals("", tab.text(".last [data-told]"), "the sentence stands once");
    assertFalse(
        tab.is(
            "document.querySelector('.keys .if-open').checkVisibility({visibilityProperty: true})"));
    rest(tab);
    tab.key("u");
    counts(tab, "3 open");
    assertTrue(tab.text(".last").contains("undone"), tab.text(".last"));
  }

  @Test
  void aFlagIsRewordedFromTheOriginalWordsAndAnotherDismissedWithAReason() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    open(tab, "A2");
    tab.key("r");
    tab.waitFor("document.activeElement.matches('dialog.reword textarea')");
    String original = tab.evaluate("document.activeElement.value").asText();
    assertTrue(original.startsWith("Right pleural effusion"), original);
    tab.ctrl("Enter");
    assertTrue(tab.is("document.querySelector('dialog.reword').open"), "nothing was changed");
    assertTrue(tab.text("dialog.reword .foot").contains("Change the text to save it."));
    tab.evaluate("document.activeElement.select()");
    tab.type("Left pleural effusion.");
    assertFalse(tab.text("dialog.reword .foot").contains("Change the text to save it."));
    tab.ctrl("Enter");
    counts(tab, "2 open, 1 to be corrected");
    assertTrue(tab.text(".last").contains("you reworded"), tab.text(".last"));
    rest(tab);
    tab.key("d");
    tab.waitFor("document.querySelector('dialog.dismiss').open");
    tab.key("1");
    counts(tab, "1 open, 1 to be corrected, 1 decided");
    assertTrue(tab.text(".last").contains("you dismissed"), tab.text(".last"));
    assertFalse(tab.is("document.querySelector('dialog[open]')"));
    tab.open(site.url("/"));
    tab.waitFor("document.querySelector('#rows tr.r')");
    assertTrue(tab.text("#rows").contains("1 of 3"), tab.text("#rows"));
  }

  /** Time stands still in the page, until a test says otherwise. */
  private static final String STANDING = "window.now = 1000; performance.now = () => window.now;";

  @Test
  void aKeyThatIsTooSoonIsRefusedVisiblyAndNoneIsAfterAnUndo() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.ROB);
    tab.call("Page.addScriptToEvaluateOnNewDocument", "source", STANDING);
    open(tab, "A2");
    String before = counts(tab);
    String refused =
        "[...document.querySelectorAll('[data-failed=early]')].some(p => p.checkVisibility())";
    tab.key("a");
    tab.waitFor(() -> !counts(tab).equals(before));
    String decided = counts(tab);
    for (String key : List.of("a", "d", "r")) {
      tab.evaluate("now = 1299");
      tab.key(key);
      assertTrue(tab.is(refused), key);
      assertFalse(tab.is("document.querySelector('dialog[open]')"), key);
      tab.key("j");
      tab.key("k");
      assertFalse(tab.is(refused), "another flag is in hand");
    }
    assertEquals(decided, counts(tab));
    tab.key("u");
    tab.waitFor(() -> counts(tab).equals(before));
    tab.key("a");
    tab.waitFor(() -> counts(tab).equals(decided));
    tab.key("u");
    tab.waitFor(() -> counts(tab).equals(before));
    assertFalse(tab.is(refused));
  }

  /** Whether the words of the flag in hand are all in sight. */
  private static final String ALL_WORDS =
      "(w => w.scrollHeight <= w.clientHeight)(document.querySelector('.hand:not([hidden]) .words'))";

  @Test
  void theFlagInHandIsNotCutByAnEmptyList() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.VERA);
    tab.size(1280, 900, 1);
    open(tab, "A3");
    String bottom = "document.querySelector('.hand:not([hidden])').getBoundingClientRect().bottom";
    double at = tab.evaluate(bottom).asDouble();
    String say = "document.querySelector('.hand:not([hidden]) .say bdi')";
    String few = tab.evaluate(say + ".textContent").asText();
    tab.evaluate(say + ".textContent = 'A sentence that says why. '.repeat(10)");
    assertTrue(tab.is(ALL_WORDS));
    assertEquals(at, tab.evaluate(bottom).asDouble(), "what follows stays where it is");
    // a list that is full keeps its room
    tab.evaluate(
        "(l => { for (let i = 0; i < 40; i++) l.append(l.firstElementChild.cloneNode(true)); })"
            + "(document.querySelector('.list ol'))");
    assertFalse(tab.is(ALL_WORDS));
    assertTrue(tab.is("document.querySelector('.list').clientHeight > 200"));
    tab.evaluate(say + ".textContent = '" + few + "'");
    assertEquals(at, tab.evaluate(bottom).asDouble());
  }

  /** What an open page asks every ten seconds, it asks five times in one. */
  private static final String HASTY =
      "const after = setTimeout; window.setTimeout = (f, ms) => after(f, ms === 10000 ? 200 : ms);";

  @Test
  void anOpenReportSaysQuietlyThatItHasChanged() throws Exception {
    site.other("Q1", "XRKNEE^XR KNEE LEFT^L", "CR", WRONG_KNEE);
    Tab rita = site.logIn(chromium.person(), ReviewSite.RITA);
    rita.call("Page.addScriptToEvaluateOnNewDocument", "source", HASTY);
    String path = open(rita, "Q1");
    rita.evaluate("window.same = true");
    rita.key("r");
    rita.waitFor("document.activeElement.matches('dialog.reword textarea')");
    rita.type("My words ");
    Tab rob = site.logIn(chromium.person(), ReviewSite.ROB);
    open(rob, "Q1");
    rob.key("a");
    counts(rob, "0 open, 1 to be corrected");
    rita.waitFor(
        () -> rita.text("#changed").equals(ReviewSite.ROB + " has decided meanwhile: show ."));
    assertTrue(rita.is("window.same"), "the page is not loaded again");
    assertTrue(rita.evaluate("own.value").asText().contains("My words"));
    assertEquals(List.of(), rita.axe());
    String text = "FINDINGS:\nThe left knee is normal.";
    site.send(Chest.oru(PhantomStudy.chest("Q1"), "Q1B", "PHANTOM-1", text, "C", 1));
    rita.waitFor(() -> rita.text("#changed").startsWith("Version 2 has come"));
    for (int width : List.of(1280, 640)) {
      rita.size(width, 800, 1);
      assertTrue(rita.is("document.querySelector('#changed a').checkVisibility()"), "" + width);
      assertTrue(rita.is("document.documentElement.scrollWidth <= innerWidth"), "" + width);
    }
    rita.key("Escape");
    rita.key("Enter");
    rita.key(".");
    rita.waitFor("!window.same && document.querySelector('.calm')");
    assertEquals(path, rita.evaluate("location.pathname").asText());
    assertEquals("", rita.text("#changed"));
  }

  /** Ends the session as a log-out in another tab does, and leaves the page as it is. */
  private static void end(Tab tab) throws Exception {
    tab.evaluate(
        "fetch('/logout', {method: 'POST', redirect: 'manual', headers: {'Content-Type': '%s'}, body:"
                .formatted(FormBody.TYPE)
            + " 'token=' + document.querySelector('[name=token]').value}).then(a => a.type)");
  }

  /** A page of rita with words that she has not stored yet. */
  private static Tab writing(Chromium.Person person, String accession) throws Exception {
    Tab tab = site.logIn(person, ReviewSite.RITA);
    open(tab, accession);
    tab.key("r");
    tab.waitFor("document.activeElement.matches('dialog.reword textarea')");
    tab.evaluate("document.activeElement.select()");
    tab.type("The left knee");
    return tab;
  }

  /** Whether the log-in stands in the place of the page, of which nothing is left to see. */
  private static void covered(Tab tab, String accession) throws Exception {
    tab.waitFor("document.activeElement.name === 'user'");
    String text = tab.text() + tab.heard() + tab.evaluate("document.title").asText();
    assertTrue(text.contains("What you wrote is kept on this page for ten minutes"), text);
    for (String word : List.of("Phantom", accession, "effusion", "left knee")) {
      assertFalse(text.contains(word), word + " in " + text);
    }
    assertTrue(tab.storage().startsWith("{}"), tab.storage());
    assertFalse(tab.storage().contains("left knee"), tab.storage());
  }

  private static void logInAgain(Tab tab, String user) throws Exception {
    tab.type(user);
    tab.key("Tab");
    tab.type(ReviewSite.PASSWORD);
    tab.key("Enter");
  }

  @Test
  void wordsSurviveTheEndOfTheLogInForTheSamePerson() throws Exception {
    site.other("W1", "XRKNEE^XR KNEE LEFT^L", "CR", WRONG_KNEE);
    Tab tab = writing(chromium.person(), "W1");
    end(tab);
    tab.ctrl("Enter");
    covered(tab, "W1");
    assertEquals(List.of(), tab.axe());
    tab.type(ReviewSite.RITA);
    tab.key("Tab");
    tab.type("wrong");
    tab.key("Enter");
    tab.waitFor(
        "document.querySelector('main.alone [role=alert]:not([hidden])')?.innerText.includes('wrong')");
    covered(tab, "W1");
    logInAgain(tab, ReviewSite.RITA);
    tab.waitFor("document.activeElement.matches('dialog.reword[open] textarea')");
    assertEquals("The left knee", tab.evaluate("own.value").asText());
    assertEquals("W1 · Radiology Trust Layer", tab.evaluate("document.title").asText());
    counts(tab, "1 open");
    tab.ctrl("Enter");
    counts(tab, "0 open, 1 to be corrected");
    assertTrue(tab.text(".hand:not([hidden])").contains("The left knee"));
  }

  @Test
  void anotherPersonsLogInAndTenMinutesDropTheWords() throws Exception {
    site.other("W2", "XRKNEE^XR KNEE LEFT^L", "CR", WRONG_KNEE);
    Tab tab = writing(chromium.person(), "W2");
    end(tab);
    tab.ctrl("Enter");
    covered(tab, "W2");
    logInAgain(tab, ReviewSite.ROB);
    tab.waitFor("document.querySelector('.row[aria-current]')");
    assertFalse(
        tab.evaluate("document.documentElement.outerHTML").asText().contains("The left knee"));
    counts(tab, "1 open");

    Tab later = chromium.person().tab();
    later.call(
        "Page.addScriptToEvaluateOnNewDocument",
        "source",
        "const after = setTimeout; window.setTimeout = (f, ms) => ms === 600000 ? (window.end = f) :"
            + " after(f, ms);");
    later.logIn(site.url("/"), ReviewSite.RITA, ReviewSite.PASSWORD);
    later.waitFor("location.pathname === '/'");
    open(later, "W2");
    later.key("r");
    later.waitFor("document.activeElement.matches('dialog.reword textarea')");
    later.type("The left knee");
    end(later);
    later.ctrl("Enter");
    covered(later, "W2");
    later.evaluate("window.end()");
    later.waitFor("location.pathname === '/login'");
    logInAgain(later, ReviewSite.RITA);
    later.waitFor("document.querySelector('.row[aria-current]')");
    assertEquals(0, later.count("dialog.reword textarea"));
    counts(later, "1 open");
  }

  /**
   * The page is older than the log-in of the same person: her key is not lost, nor are her words.
   */
  @Test
  void aLogInInAnotherTabServesThePageThatIsOpen() throws Exception {
    site.other("W3", "XRKNEE^XR KNEE LEFT^L", "CR", WRONG_KNEE);
    Chromium.Person person = chromium.person();
    Tab tab = writing(person, "W3");
    end(tab);
    site.logIn(person, ReviewSite.RITA);
    tab.ctrl("Enter");
    String ended =
        "[...document.querySelectorAll('[data-failed=ended]')].some(p => p.checkVisibility())";
    tab.waitFor(ended);
    tab.ctrl("Enter");
    counts(tab, "0 open, 1 to be corrected");
    // the session of somebody else: whoever's page it is, nobody goes on with it
    end(tab);
    site.logIn(person, ReviewSite.VERA);
    tab.evaluate("window.same = true");
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange')); 0");
    tab.waitFor("!window.same && document.querySelector('.row[aria-current]')");
    assertTrue(tab.text(".menu summary").startsWith(ReviewSite.VERA));
  }

  @Test
  void aTextThatIsCheckedSurvivesAsWell() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    tab.open(site.url("/check"));
    tab.waitFor("document.querySelector('form.draft')");
    tab.fill("form.draft textarea", "FINDINGS: Left effusion.\nIMPRESSION: Right effusion.");
    end(tab);
    tab.ctrl("Enter");
    covered(tab, "Right effusion");
    logInAgain(tab, ReviewSite.RITA);
    tab.waitFor("document.querySelector('form.draft')?.checkVisibility()");
    tab.ctrl("Enter");
    tab.waitFor("document.querySelector('.row[aria-current]')");
    // the text is in no field that shows, and comes back all the same
    end(tab);
    tab.key("Escape");
    covered(tab, "Right effusion");
    logInAgain(tab, ReviewSite.RITA);
    tab.waitFor("document.querySelector('.row[aria-current]')?.checkVisibility()");
    tab.key("Escape");
    tab.waitFor("document.querySelector('form.draft textarea')?.value.includes('Right effusion')");
  }

  @Test
  void everyOtherKeyChangesNothing() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    String path = open(tab, "A4");
    for (char key = ' '; key < 127; key++) {
      if ("adrujkoznweph,?c".indexOf(key) < 0) {
        tab.key(String.valueOf(key));
      }
    }
    for (String key : List.of("Enter", "Escape", "Backspace", "Delete", "Home", "End", "F2")) {
      tab.key(key);
    }
    for (String key : List.of("a", "d", "u")) {
      for (int modifier : new int[] {1, 2, 4, 3}) {
        tab.key(key, modifier);
      }
    }
    counts(tab, "3 open");
    assertEquals(path, tab.evaluate("location.pathname").asText());
    assertFalse(tab.is("document.querySelector('dialog[open]')"));
    // a key that is held counts once, and one in a field is a letter
    tab.hold("a", 30);
    counts(tab, "2 open, 1 to be corrected");
    rest(tab);
    tab.key("r");
    tab.waitFor("document.activeElement.matches('dialog.reword textarea')");
    tab.type("adu");
    tab.key("Escape");
    tab.key("Enter");
    tab.waitFor("!document.querySelector('dialog[open]')");
    counts(tab, "2 open, 1 to be corrected");
    tab.key("u");
    counts(tab, "3 open");
  }

  @Test
  void aViewerReadsAndCannotDecide() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.VERA);
    String path = open(tab, "A3");
    assertEquals(0, tab.count("form.decide, dialog.dismiss"));
    assertTrue(tab.text(".hand:not([hidden])").contains("needs the role reviewer"));
    for (String key : List.of("a", "d", "1", "r", "u")) {
      tab.key(key);
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("token", tab.evaluate("document.querySelector('[name=token]').value").asText());
    fields.put("kind", "agree");
    assertEquals(403, status(tab, path, fields));
    tab.open(site.url(path));
    tab.waitFor("document.querySelector('.row[aria-current]')");
    counts(tab, "3 open");
  }

  /** The status of a decision that a script of the page posts. */
  private static int status(Tab tab, String path, Map<String, String> fields) throws Exception {
    return tab.evaluate(
            "fetch('%s/decisions', {method: 'POST', redirect: 'manual', headers: {'Content-Type': '%s'}, body: '%s'}).then(a => a.status)"
                .formatted(path, FormBody.TYPE, FormBody.of(fields)))
        .asInt();
  }

  /** The fields of the form that decides about the flag in hand. */
  private static Map<String, String> fields(Tab tab) throws Exception {
    Map<String, String> fields = new LinkedHashMap<>();
    JsonNode all =
        tab.evaluate(
            "[...new FormData(document.querySelector('.hand:not([hidden]) form.decide'))]");
    all.forEach(pair -> fields.put(pair.get(0).asText(), pair.get(1).asText()));
    fields.put("kind", "agree");
    return fields;
  }

  @Test
  void aStrangerSeesNothing() throws Exception {
    Tab known = site.logIn(chromium.person(), ReviewSite.RITA);
    String path = site.reportPath(known, "A3");
    Tab stranger = chromium.person().tab();
    for (String address :
        List.of("/", path, path + "/made", path + "/print", path + "/versions/1", "/help")) {
      stranger.open(site.url(address));
      stranger.waitFor("document.querySelector('form.log')");
      String text = stranger.evaluate("document.documentElement.outerHTML").asText();
      for (String word : List.of("Phantom", "A3", "effusion", "PHANTOM-1")) {
        assertFalse(text.contains(word), word + " on " + address);
      }
    }
    for (String address :
        List.of("/worklist/rows?rows=50&seen=", path + "/observations", path + "/images/1.png")) {
      String answer =
          stranger
              .evaluate(
                  "fetch('%s').then(async a => a.status + ' ' + a.redirected + ' ' + await a.text())"
                      .formatted(address))
              .asText();
      assertTrue(answer.startsWith("401 ") || answer.contains("class=\"log\""), answer);
      assertFalse(answer.contains("Phantom") || answer.contains("A3"), answer);
    }
  }

  @Test
  void twoReviewersCollideOnAProblemInSeveralPlaces() throws Exception {
    Tab rita = site.logIn(chromium.person(), ReviewSite.RITA);
    Tab rob = site.logIn(chromium.person(), ReviewSite.ROB);
    open(rita, "K1");
    open(rob, "K1");
    assertEquals(1, rita.count(".row"), "one problem");
    assertTrue(rita.count(".report .no[data-flag='1']") > 1, "in several places");
    rita.key("a");
    counts(rita, "0 open, 1 to be corrected");
    rob.key("a");
    counts(rob, "0 open, 1 to be corrected");
    String told = rob.text(".hand:not([hidden]) .outcome");
    assertTrue(told.startsWith(ReviewSite.RITA + " decided this"), told);
    assertTrue(told.contains("agreed. Your key was not stored."), told);
    assertTrue(rob.is("document.querySelector('.outcome[role=alert]')"));
    rob.click(".outcome [data-do=anew]");
    rest(rob);
    rob.key("a");
    await()
        .atMost(LONG)
        .until(() -> rob.text(".hand:not([hidden]) .outcome").contains("You agreed at "));
    rita.open(site.url(rita.evaluate("location.pathname").asText()));
    rita.waitFor("document.querySelector('.row[aria-current]')");
    String stands = rita.text(".hand:not([hidden]) .outcome");
    assertTrue(stands.contains(ReviewSite.ROB + " agreed at "), stands);
  }

  @Test
  void threePlacesOfAFlagAreMarkedAndTheKeyOGoesThroughAll() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.VERA);
    tab.size(1280, 640, 1);
    open(tab, "K16");
    assertEquals(16, tab.count(".report .no[data-flag='1']"));
    assertTrue(tab.text(".hand:not([hidden])").contains("in 15 more places"));
    String places =
        "[...document.querySelectorAll('.report .no[data-flag=\"1\"]')].map(n => n.closest('mark'))";
    String here = places + ".findIndex(mark => mark.matches('.here'))";
    String strong =
        places
            + ".map(mark => parseFloat(getComputedStyle(mark).textDecorationThickness) > 1 ||"
            + " getComputedStyle(mark).boxShadow !== 'none')";
    String loud = strong + ".flatMap((loud, i) => loud ? [i] : []).join(' ')";
    assertEquals("0 1 2", tab.evaluate(loud).asText());
    for (int place = 0; place < 16; place++) {
      assertEquals(place, tab.evaluate(here).asInt());
      String wanted = place < 3 ? "0 1 2" : "0 1 2 " + place;
      assertEquals(wanted, tab.evaluate(loud).asText(), "the place gone to is as strong");
      tab.key("o");
    }
    assertEquals(0, tab.evaluate(here).asInt(), "and begins again");
    assertEquals(List.of(), tab.axe());
  }

  /** What stands where, in the order of the source. */
  private static final String SOURCE =
      "[...document.querySelectorAll('.bar, .patient, .flagged, .hand:not([hidden]), .list, .text, .seen')]"
          + ".map(part => part.classList[0]).join(' ')";

  @Test
  void aPhoneShowsTheReasonFirst() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    String path = open(tab, "A3");
    String wide = "bar patient text flagged list hand seen";
    assertEquals(wide, tab.evaluate(SOURCE).asText());
    for (int width : List.of(640, 390)) {
      tab.size(width, 780, 1);
      tab.open(site.url(path));
      tab.waitFor("document.querySelector('.row[aria-current]')");
      assertEquals("bar patient flagged hand list text seen", tab.evaluate(SOURCE).asText());
      String tops =
          "[...document.querySelectorAll('.hand:not([hidden]), .list, .text, .seen')]"
              + ".map(part => part.getBoundingClientRect().top)";
      assertTrue(tab.is(tops + ".every((top, i, all) => !i || top > all[i - 1])"), "the eye, too");
      String say = "document.querySelector('.hand:not([hidden]) .say').getBoundingClientRect()";
      assertTrue(tab.is(say + ".top > 0 && " + say + ".bottom < 780"), "the reason is in sight");
      assertTrue(tab.is("document.documentElement.scrollWidth <= innerWidth"), "nothing sideways");
      String decide =
          "document.querySelector('.hand:not([hidden]) .decide').getBoundingClientRect()";
      assertTrue(tab.is(decide + ".bottom <= 780"), "the decision is under the thumb");
      for (String theme : List.of("dark", "light")) {
        tab.evaluate("document.documentElement.dataset.theme = '" + theme + "'");
        assertEquals(List.of(), tab.axe(), width + theme);
      }
      tab.click(".step [data-do=next]");
      assertEquals("2", tab.text(".row[aria-current] .no").replaceAll("\\D", "").substring(0, 1));
    }
    // a decision brings a new column: it is in the same order
    tab.click(".hand:not([hidden]) [value=agree]");
    counts(tab, "2 open, 1 to be corrected");
    assertEquals("bar patient flagged hand list text seen", tab.evaluate(SOURCE).asText());
    tab.key("u");
    counts(tab, "3 open");
    tab.size(1280, 800, 1);
    tab.waitFor(SOURCE + " === '" + wide + "'");
  }

  /**
   * What is wrong in the lines around a page: one that is too long or too high, or parts that
   * overlap.
   */
  private static final String AROUND =
      "[...document.querySelectorAll('.bar, .bar .end, .patient, .patient dl, .patient dl > div,"
          + " .patient > .end, .head, .keys')].flatMap(line => {"
          + " const parts = [...line.children].filter(part => part.getClientRects().length"
          + " && !part.matches('.vh')).map(part => [part, part.getBoundingClientRect()]);"
          + " const long = line.scrollWidth > line.clientWidth + 1 ? [line.className + ' is too long'] : [];"
          + " return long.concat(parts.flatMap(([part, box], i) => {"
          + " const bad = [];"
          + " if (box.height > 40) bad.push('wraps: ' + part.innerText);"
          + " if (i && box.left < parts[i - 1][1].right - 1) bad.push('overlaps: ' + part.innerText);"
          + " return bad; })); })";

  /** As long as they come: a patient with two family names, and a radiologist in the message. */
  private static final String LONG_PATIENT =
      "(() => { const line = document.querySelector('.patient'); if (!line) return;"
          + " line.querySelector('h1 bdi').textContent ="
          + " 'Featherstonehaugh-Montgomery, Alexandra Wilhelmina Josephine';"
          + " const own = {MRN: '00-4471-08822-17', Accession: 'RAD-2026-1109-00412',"
          + " Exam: 'CT ANGIOGRAPHY ABDOMEN AND PELVIS WITHOUT AND WITH CONTRAST'};"
          + " for (const field of line.querySelectorAll('dl > div')) {"
          + " const value = own[field.querySelector('dt').textContent];"
          + " if (value) field.querySelector('bdi').textContent = value; }"
          + " const last = line.querySelector('dl > div:last-child');"
          + " const more = last.cloneNode(true); more.className = 'opt';"
          + " more.querySelector('dt').textContent = 'Radiologist';"
          + " more.querySelector('bdi').textContent = 'Prof. Dr. Featherstonehaugh-Smith';"
          + " last.before(more); })()";

  @Test
  void nothingWrapsOrOverlapsAroundThePage() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    String path = open(tab, "A3");
    Map<String, String> found = new TreeMap<>();
    for (int width : List.of(1280, 1366, 1440, 1680, 1920)) {
      tab.size(width, 900, 1);
      for (String address : List.of("/", path, path + "/made", path + "/versions/1")) {
        tab.open(site.url(address));
        tab.waitFor("document.querySelector('main')");
        for (String data : List.of("0", LONG_PATIENT)) {
          tab.evaluate(data);
          JsonNode wrong = tab.evaluate(AROUND);
          if (!wrong.isEmpty()) {
            found.put(width + address + data.length(), wrong.toString());
          }
        }
      }
    }
    assertEquals(Map.of(), found);
  }

  @Test
  void whatAClaimWithoutAFlagRestsOnIsOpenedWithTheKeyboard() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.VERA);
    String path = open(tab, "A3");
    assertTrue(tab.text(".patient").contains(", revise"), tab.text(".patient"));
    tab.key("h");
    tab.waitFor("location.pathname.endsWith('/made')");
    assertEquals("Recommendation: revise", tab.text("#recommendation h2"));
    assertEquals(4, tab.count(".claims details"));
    String first = "document.querySelector('.claims details')";
    assertTrue(tab.text(".claims summary").startsWith("1. supported There is a left"));
    tab.evaluate("document.querySelector('.claims summary').focus()");
    tab.key("Enter");
    tab.waitFor(first + ".open");
    String proofs = tab.text(".claims .proofs");
    assertTrue(proofs.contains("Rests on Model that saw the image"), proofs);
    assertTrue(proofs.matches(".*Confidence 0\\.\\d\\d: .*"), proofs);
    assertTrue(proofs.contains("Evidence "), proofs);
    tab.evaluate(
        "document.querySelectorAll('.claims details').forEach(claim => (claim.open = true))");
    for (String theme : List.of("dark", "light")) {
      tab.evaluate("document.documentElement.dataset.theme = '" + theme + "'");
      assertEquals(List.of(), tab.axe(), theme);
    }
    assertTrue(tab.evaluate("location.pathname").asText().startsWith(path));
  }

  @Test
  void anUnknownAddressIsNotFoundAndNoWindowAsksForAPassword() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.VERA);
    for (String address : List.of("/nowhere", "/report/1", "/reports/x/y")) {
      tab.open(site.url(address));
      tab.waitFor("location.pathname === '" + address + "' && document.querySelector('main')");
      assertTrue(tab.text("h1").startsWith("There is no such page."), tab.text());
      assertEquals(List.of(), tab.axe());
    }
    tab.click("main a");
    tab.waitFor("document.querySelector('#rows tr')");
  }

  @Test
  void anotherReportOfThePatientIsOpenedWithTheKeyboard() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.VERA);
    String path = open(tab, "A5");
    tab.key("e");
    tab.waitFor("document.querySelector('dialog[open] .others a')");
    assertFalse(
        tab.is("!!document.querySelector('dialog[open] .others a[href=\"" + path + "\"]')"));
    for (int i = 0; i < 3 && !tab.is("document.activeElement.matches('.others a')"); i++) {
      tab.key("Tab");
    }
    String other = tab.evaluate("document.activeElement.getAttribute('href')").asText();
    tab.key("Enter");
    tab.waitFor("location.pathname === '" + other + "'");
    tab.waitFor("document.querySelector('.report')");
  }

  @Test
  void aFormOfAnotherSiteOrWithoutTheTokenIsRefused() throws Exception {
    Chromium.Person person = chromium.person();
    Tab tab = site.logIn(person, ReviewSite.RITA);
    String path = open(tab, "A3");
    Map<String, String> fields = fields(tab);
    Map<String, String> without = new LinkedHashMap<>(fields);
    without.remove("token");
    assertEquals(403, status(tab, path, without));
    without.put("token", "x".repeat(43));
    assertEquals(403, status(tab, path, without));

    // another port of the same host: the browser sends the cookie, and the form has the token
    StringBuilder form = new StringBuilder("<form method=post action='");
    form.append(site.url(path)).append("/decisions'>");
    fields.forEach(
        (name, value) -> form.append("<input name='" + name + "' value='" + value + "'>"));
    HttpServer evil = serve(0, form.append("</form>").toString());
    try {
      Tab other = person.tab();
      other.open("http://127.0.0.1:" + evil.getAddress().getPort() + "/");
      other.waitFor("document.forms.length === 1");
      other.evaluate("document.forms[0].submit()");
      // the browser says so itself, since the answer has no page
      other.waitFor("document.body && document.body.innerText.includes('HTTP ERROR 403')");
    } finally {
      evil.stop(0);
    }
    tab.open(site.url(path));
    tab.waitFor("document.querySelector('.row[aria-current]')");
    counts(tab, "3 open");
  }

  /** A server of one page. */
  private static HttpServer serve(int port, String html) throws Exception {
    byte[] page = html.getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void aRisOpensAReportBeforeAndAfterTheLogin() throws Exception {
    Chromium.Person person = chromium.person();
    String form =
        "<form method=post action='%s'><input name=accession value='%s'><input name=patient"
                .formatted(site.url("/open"), "A2")
            + " value='PHANTOM-1'></form>";
    HttpServer ris = serve(site.ris().getPort(), form);
    try {
      Tab tab = person.tab();
      ask(tab);
      tab.waitFor("document.activeElement && document.activeElement.name === 'user'");
      tab.type(ReviewSite.VERA);
      tab.key("Tab");
      tab.type(ReviewSite.PASSWORD);
      tab.key("Enter");
      tab.waitFor("document.querySelector('.report')");
      String path = tab.evaluate("location.pathname").asText();
      Tab again = person.tab();
      ask(again);
      again.waitFor("location.pathname === '" + path + "'");
      assertEquals(path, site.reportPath(tab, "A2"));
    } finally {
      ris.stop(0);
    }
  }

  private static void ask(Tab tab) throws Exception {
    tab.open(site.ris().toString());
    tab.waitFor("document.forms.length === 1");
    tab.evaluate("document.forms[0].submit()");
  }

  @Test
  void nineTabsStayAliveAndEachHearsOfANewReport() throws Exception {
    Chromium.Person rita = chromium.person();
    List<Tab> tabs = new ArrayList<>(List.of(site.logIn(rita, ReviewSite.RITA)));
    while (tabs.size() < 9) {
      Tab tab = rita.tab();
      tab.open(site.url("/"));
      tabs.add(tab);
    }
    for (Tab tab : tabs) {
      tab.waitFor("document.querySelector('#rows tr.r')");
    }
    site.other("Z1", "XRKNEE^XR KNEE LEFT^L", "CR", WRONG_KNEE);
    for (Tab tab : tabs) {
      tab.waitFor("!document.getElementById('news').hidden");
    }
    Tab last = tabs.get(8);
    assertFalse(last.text("#rows").contains("Z1"), "rows wait");
    last.key(".");
    last.waitFor("document.getElementById('rows').innerText.includes('Z1')");
  }

  @Test
  void aSessionThatEndedLeavesNoPatientOnTheScreen() throws Exception {
    Chromium.Person rita = chromium.person();
    Tab tab = site.logIn(rita, ReviewSite.RITA);
    open(tab, "A5");
    site.restart(Map.of("rtl.session.idle", "15s"));
    try {
      tab.key("a");
      tab.waitFor("document.querySelector('form.log')");
      assertTrue(tab.text().contains("The server was restarted"), tab.text());
      assertFalse(tab.text().contains("Phantom"), tab.text());
      tab.type(ReviewSite.RITA);
      tab.key("Tab");
      tab.type(ReviewSite.PASSWORD);
      tab.key("Enter");
      // back where the session ended
      tab.waitFor("document.querySelector('.row[aria-current]')");
      counts(tab, "3 open");
      String alive = "fetch('/session', {redirect: 'manual'}).then(a => a.status)";
      await().atMost(LONG).until(() -> tab.evaluate(alive).asInt() == 401);
      tab.key("a");
      tab.waitFor("document.querySelector('form.log')");
      assertTrue(tab.text().contains("You were logged out"), tab.text());
      assertFalse(tab.text().contains("Phantom"), tab.text());
    } finally {
      site.restart(Map.of());
    }
    Tab again = site.logIn(chromium.person(), ReviewSite.RITA);
    open(again, "A5");
    counts(again, "3 open");
  }

  @Test
  void anImageThatIsGoneFromTheArchiveIsSaidToBe() throws Exception {
    site.image("G1");
    site.report("G1", EFFUSION);
    site.deleteImage("G1");
    Tab tab = site.logIn(chromium.person(), ReviewSite.RITA);
    open(tab, "G1");
    tab.waitFor("document.querySelector('.seen').innerText.includes('gone from the archive')");
    counts(tab, "3 open");
  }

  /**
   * Who does not see colours, or hears the page, is told the same: what software drafted, what an
   * addendum changes, and on which page of the document it stands.
   */
  @Test
  void shadedWordsSayWhatTheyAreToTheEyeTheEarAndTheKeyboard() throws Exception {
    Tab tab = site.logIn(chromium.person(), ReviewSite.VERA);
    open(tab, "D1");
    assertEquals("No pneumothorax.", inHand(tab));
    assertTrue(
        tab.text(".amended").matches("Addendum of .*09:03 changes: “No pneumothorax.”"),
        tab.text(".amended"));
    assertTrue(
        tab.text(".hand:not([hidden]) .proofs").contains("on page 2 of the document"),
        tab.text(".hand:not([hidden]) .proofs"));
    // the eye: each shaded part has its words, large enough to read
    String labels =
        "[...document.querySelectorAll('.report :is(.drafted, .changed)')].map(part =>"
            + " part.querySelector(':scope > .by'))";
    assertTrue(tab.count(".report .drafted") >= 2);
    assertEquals(1, tab.count(".report .changed"));
    assertTrue(tab.is(labels + ".every(by => by && by.getBoundingClientRect().height >= 11)"));
    for (String theme : List.of("dark", "light")) {
      tab.evaluate("document.documentElement.dataset.theme = '" + theme + "'");
      for (String part : List.of(".drafted", ".changed")) {
        double contrast = tab.evaluate(BAR_CONTRAST.formatted(part)).asDouble();
        assertTrue(contrast >= 3, theme + part + " " + contrast);
      }
    }
    // the ear: the same words, once, where the shading begins
    String heard = tab.heard();
    assertTrue(heard.contains("(drafted by AI, unchanged: FINDINGS:"), heard);
    assertTrue(heard.contains("(changed by an addendum: "), heard);
    assertTrue(heard.contains("on page 2 of the document"), heard);
    assertFalse(heard.contains("changed by addendum"), "the words for the eye are not heard");
    // the keyboard: the other place of the flag is the addendum
    tab.key("o");
    tab.waitFor("document.querySelector('.report .proof')");
    assertTrue(tab.text(".report .proof").contains("Small right pneumothorax."));
    tab.waitFor(
        "(() => { const part = document.querySelector('.report .proof').getBoundingClientRect(),"
            + " pane = document.querySelector('.text .scroll').getBoundingClientRect();"
            + " return part.top >= pane.top && part.bottom <= pane.bottom; })()");
  }

  /** All pages in both themes: for people with disabilities, and for what stays in the browser. */
  @Test
  void axeFindsNothingAndNothingOfAPatientStaysInTheBrowser() throws Exception {
    Chromium.Person rita = chromium.person();
    Tab tab = site.logIn(rita, ReviewSite.RITA);
    String path = site.reportPath(tab, "A3");
    String clean = site.reportPath(tab, "N1");
    String drafted = site.reportPath(tab, "D1");
    Tab out = chromium.person().tab();
    Map<String, List<String>> found = new TreeMap<>();
    for (String theme : List.of("dark", "light")) {
      for (Tab each : List.of(tab, out)) {
        each.open(site.url("/help"));
        each.waitFor("document.readyState === 'complete'");
        each.evaluate("document.cookie = 'theme=" + theme + "; path=/'");
      }
      for (String address :
          List.of(
              "/",
              "/help",
              path,
              path + "/made",
              path + "/print",
              path + "/others",
              path + "/versions/1",
              clean,
              drafted,
              drafted + "/print",
              drafted + "/versions/2",
              "/reports/00000000-0000-4000-8000-000000000000",
              "/open/00000000-0000-4000-8000-000000000000")) {
        tab.open(site.url(address));
        tab.waitFor("document.querySelector('main')");
        check(tab, theme + " " + address, found);
      }
      tab.open(site.url("/"));
      tab.waitFor("document.querySelector('#rows tr.r')");
      tab.key("f");
      tab.waitFor("!document.getElementById('filters').hidden");
      check(tab, theme + " filters", found);
      tab.open(site.url(path));
      tab.waitFor("document.querySelector('.row[aria-current]')");
      tab.click(".menu summary");
      check(tab, theme + " menu", found);
      tab.click(".menu summary");
      for (String sheet : List.of("d", "r", "e", "?")) {
        tab.key(sheet);
        tab.waitFor("document.querySelector('dialog[open]')");
        check(tab, theme + " sheet " + sheet, found);
        tab.key("Escape");
        tab.waitFor("!document.querySelector('dialog[open]')");
      }
      out.open(site.url("/login"));
      out.waitFor("document.querySelector('form.log')");
      check(out, theme + " log-in", found);
    }
    assertEquals(Map.of(), found);
  }

  private static void check(Tab tab, String where, Map<String, List<String>> found)
      throws Exception {
    List<String> lines = tab.axe();
    if (!lines.isEmpty()) {
      found.put(where, lines);
    }
    // htmx keeps the path of the page, which has an id of ours at most
    String storage = tab.storage();
    assertTrue(
        storage.matches("\\{}\\{(\"htmx-current-path-for-history\":\"[/a-z0-9-]+\")?}"),
        where + ": " + storage);
  }
}
