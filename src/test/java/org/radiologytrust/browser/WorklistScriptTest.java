package org.radiologytrust.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.Product;

/** The worklist in a browser: its keys, and what it does when reports come. */
@Tag("peers")
@TestMethodOrder(OrderAnnotation.class)
class WorklistScriptTest {
  private static final String PASSWORD = "correct horse";
  private static final String SIDES =
      "FINDINGS: There is a left pleural effusion.\\.br\\IMPRESSION: Right pleural effusion.";
  private static final String CLEAN =
      "FINDINGS: The lungs are clear.\\.br\\IMPRESSION: No acute disease.";

  /**
   * The test says when the page looks for changes, and how late it is. No page asks whether its
   * log-in has ended, neither each minute nor when its tab comes into view: the browser logs that
   * answer as an error.
   */
  private static final String CLOCK =
      "window.later = 0; const start = Date.now(); Date.now = () => start + window.later;"
          + "const every = setInterval;"
          + "window.setInterval = (f, ms) => ms === 10000 ? (window.look = f)"
          + " : ms === 60000 ? 0 : every(f, ms);"
          + "document.addEventListener('visibilitychange', e => e.stopImmediatePropagation());";

  @TempDir static Path folder;
  private static Product product;
  private static Chromium chromium;
  private static Chromium.Person rita;
  private static int messages;
  private Tab tab;

  @BeforeAll
  static void start() throws Exception {
    product = Product.start(folder.resolve("home"), Map.of());
    UsersFile.in(folder.resolve("home"))
        .put(QuickPassword.account("rita", Role.REVIEWER, PASSWORD));
    send("A1", SIDES);
    send("A2", SIDES);
    send("A3", CLEAN);
    chromium = Chromium.forPeople(folder);
    rita = chromium.person();
    Tab login = rita.tab();
    login.open(url("/login"));
    login.waitFor(() -> login.count("input[name=user]") == 1);
    login.fill("input[name=user]", "rita");
    login.fill("input[name=password]", PASSWORD);
    login.key("Enter");
    login.waitFor(() -> login.count("#list") == 1);
    login.open("about:blank");
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    product.close();
  }

  @BeforeEach
  void open() throws Exception {
    tab = rita.tab();
    tab.call("Page.addScriptToEvaluateOnNewDocument", "source", CLOCK);
    tab.open(url("/"));
    tab.waitFor("window.look");
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + product.httpPort() + path;
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofSeconds(60)).until(condition);
  }

  /** Sends a report and waits for its audit. */
  private static void send(String accession, String text) throws Exception {
    messages++;
    product.mllp(
        "MSH|^~\\&|RIS|NORD|RTL|RTL|20260401093000||ORU^R01^ORU_R01|M%d|P|2.5.1\r"
                .formatted(messages)
            + "PID|1||MRN%s^^^HOSP||Phantom^Petra||19610203|F\r".formatted(accession)
            + "OBR|1|P%s|%s|XRCHEST^XR CHEST PA^L|||202604010900".formatted(accession, accession)
            + "|||||||||||||||2026040109%02d||CR|F\r".formatted(messages)
            + "OBX|1|TX|XRCHEST||%s||||||F\r".formatted(text));
    until(
        () ->
            product.metrics().get("rtl_reports_total{outcome=\"checked_only\"}").intValue()
                == messages);
  }

  private void look() throws Exception {
    tab.evaluate("window.look()");
  }

  /** Changes the filters, and returns when the list that they choose is there. */
  private void filter(String change) throws Exception {
    tab.evaluate("window.old = true; " + change + "; filters.requestSubmit(); 0");
    tab.waitFor("!window.old");
  }

  private String now() throws Exception {
    return tab.text("tr.now small bdi");
  }

  private int rows() throws Exception {
    return tab.count("#rows tr.r");
  }

  @Test
  @Order(1)
  void keysMoveThroughTheRowsAndOpenOne() throws Exception {
    assertEquals("A2", now(), "a row is in hand at first");
    tab.key("j");
    assertEquals("A1", now());
    tab.key("k");
    tab.key("k");
    assertEquals("A2", now(), "the first row is the end");
    tab.ctrl("j");
    assertEquals("A2", now());
    tab.key("j");
    tab.key("Enter");
    tab.waitFor("location.pathname.startsWith('/reports/')");
    tab.key("w");
    tab.waitFor(() -> now().equals("A1"));
    assertTrue(
        tab.is("document.activeElement.closest('tr').id === document.querySelector('tr.now').id"));
    assertEquals("[]", tab.axe().toString());
  }

  @Test
  @Order(1)
  void enterOpensTheRowInHandWithoutAFocus() throws Exception {
    assertTrue(tab.is("document.activeElement === document.body"));
    tab.ctrl("Enter");
    assertTrue(tab.is("location.pathname === '/'"));
    tab.key("Enter");
    tab.waitFor("location.pathname.startsWith('/reports/')");
  }

  @Test
  @Order(2)
  void theMenuHasAKeyAndStaysOpenAfterAChoice() throws Exception {
    tab.key(",");
    assertTrue(tab.is("document.querySelector('.menu').open"));
    assertTrue(tab.is("document.activeElement.matches('.menu summary')"));
    tab.key("Tab");
    assertTrue(tab.is("document.activeElement.name === 'theme'"));
    tab.evaluate(
        "document.activeElement.value = 'light';"
            + "document.activeElement.dispatchEvent(new Event('change', {bubbles: true})); 0");
    tab.waitFor("window.look && document.documentElement.dataset.theme === 'light'");
    tab.waitFor("document.activeElement.name === 'theme'");
    assertTrue(tab.is("document.querySelector('.menu').open"));
    assertEquals("[]", tab.axe().toString());
    tab.key("Escape");
    assertFalse(tab.is("document.querySelector('.menu').open"));
    assertTrue(tab.is("document.activeElement.matches('.menu summary')"));
  }

  @Test
  @Order(1)
  void namesOfExamsAreNotCut() throws Exception {
    for (int width : List.of(1280, 1920)) {
      tab.size(width, 900, 1);
      tab.evaluate(
          "document.querySelectorAll('td.exam a bdi').forEach(name => name.textContent ="
              + " 'CT ANGIOGRAPHY ABDOMEN AND PELVIS WITHOUT AND WITH CONTRAST_MATERIAL_BY_VEIN')");
      assertTrue(
          tab.is(
              "[...document.querySelectorAll('td.exam')].every(cell => { const box ="
                  + " cell.getBoundingClientRect(), name ="
                  + " cell.querySelector('bdi').getBoundingClientRect(); return name.right <="
                  + " box.right && name.bottom <= box.bottom && cell.querySelector('a').scrollWidth"
                  + " <= cell.querySelector('a').clientWidth; })"),
          "" + width);
      assertTrue(tab.is("document.documentElement.scrollWidth <= innerWidth"), "" + width);
    }
  }

  /** This site uses no images. */
  @Test
  @Order(1)
  void aSiteWithoutImagesHasTwoColumns() throws Exception {
    tab.size(1280, 900, 1);
    tab.key("Enter");
    tab.waitFor("document.querySelector('.row[aria-current]')");
    assertEquals(0, tab.count(".seen"));
    assertTrue(tab.text(".text").contains("No images are expected. This site checks text only."));
    assertTrue(
        tab.is(
            "document.querySelector('.flagged').getBoundingClientRect().right >= innerWidth - 1"));
    tab.key("z");
    assertTrue(tab.is("document.querySelector('.text').checkVisibility()"), "no image is large");
    tab.key("r");
    tab.waitFor("document.activeElement.matches('dialog.reword textarea')");
    assertTrue(
        tab.is(
            "document.querySelector('dialog.reword').getBoundingClientRect().right <= innerWidth"));
    for (int width : List.of(1920, 1024, 640)) {
      tab.size(width, 900, 1);
      assertEquals("[]", tab.axe().toString(), "" + width);
      assertTrue(tab.is("document.documentElement.scrollWidth <= innerWidth"), "" + width);
    }
  }

  @Test
  @Order(2)
  void searchAndFiltersHaveKeys() throws Exception {
    tab.key("/");
    tab.type("jkf");
    assertEquals("jkf", tab.evaluate("document.activeElement.value").asText());
    tab.key("Escape");
    tab.key("f");
    assertTrue(tab.is("!filters.hidden && filters.contains(document.activeElement)"));
    assertEquals("[]", tab.axe().toString());
    tab.key("Escape");
    assertTrue(tab.is("filters.hidden && document.activeElement.id === 'filter'"));
    tab.fill("#search", "A3");
    tab.key("Enter");
    tab.waitFor(() -> rows() == 1 && now().equals("A3"));
    assertFalse(tab.evaluate("location.href").asText().contains("A3"));
    tab.fill("#search", "");
    tab.key("Enter");
    tab.waitFor(() -> rows() == 2);
  }

  @Test
  @Order(2)
  void whatTheFiltersHideIsOneKeyAway() throws Exception {
    filter("filters.elements.type.selectedIndex = 1");
    assertEquals(2, rows());
    tab.fill("#search", "A3");
    tab.key("Enter");
    tab.waitFor("document.activeElement.value === 'all'");
    assertEquals("[]", tab.axe().toString());
    tab.key("Enter");
    tab.waitFor(() -> rows() == 1 && now().equals("A3"));
    tab.fill("#search", "");
    tab.key("Enter");
    tab.waitFor(() -> rows() == 2);
    filter("filters.elements.period.value = 'day'");
    assertTrue(tab.is("filters.elements.period.value === 'day'"));
  }

  /** Presses a key that loads the list again. */
  private void press(String key) throws Exception {
    tab.evaluate("window.old = true; 0");
    tab.key(key);
    tab.waitFor("!window.old && window.look");
  }

  @Test
  @Order(2)
  void eachCountHasAKeyAndMineAndPreliminaryTooInBothThemes() throws Exception {
    for (String theme : List.of("light", "dark")) {
      tab.evaluate("document.documentElement.dataset.theme = '" + theme + "'; 0");
      assertEquals("[]", tab.axe().toString(), theme);
    }
    assertEquals("2", tab.text("#n-open"));
    assertEquals("1", tab.text("#n-no_flag"));
    press("4");
    assertEquals(List.of("A3"), accessions());
    assertEquals(1, tab.count(".count[aria-pressed=true]"));
    assertTrue(tab.text("#rows tr.now").contains("text only"), "it says what was compared");
    press("4");
    assertEquals(List.of("A2", "A1"), accessions());
    press("7");
    assertEquals(0, rows());
    assertTrue(tab.text().contains("No report is in this state."));
    assertEquals("[]", tab.axe().toString());
    press("0");
    assertEquals(3, tab.count(".count[aria-pressed=true]"));
    press("p");
    assertEquals(0, rows(), "both are final");
    press("p");
    press("m");
    assertEquals(0, rows(), "neither names rita");
    press("m");
    assertEquals(2, rows());
    assertTrue(
        tab.text("#rows tr.now .why")
            .startsWith(
                "Right pleural effusion in the impression, There is a left pleural effusion"),
        tab.text("#rows tr.now .why"));
    assertEquals(
        "Side, sex, organ newest first",
        tab.evaluate("document.querySelector('#rows [scope=rowgroup]').innerText")
            .asText()
            .replaceAll("\\s+", " "));
  }

  @Test
  @Order(3)
  void theListOfKeysTakesAllKeysAndGivesThemBack() throws Exception {
    tab.key("?");
    tab.waitFor("help.open");
    tab.key("j");
    assertEquals("A2", now());
    assertEquals("[]", tab.axe().toString());
    tab.key("Escape");
    tab.key("j");
    assertEquals("A1", now());
  }

  @Test
  @Order(4)
  void newRowsWaitForTheKeyAndTheRowInHandStaysInHand() throws Exception {
    tab.key("j");
    send("A4", SIDES);
    look();
    tab.waitFor(() -> tab.text("#news").equals("1 new report, show ."));
    assertEquals(2, rows());
    assertEquals("4 reports in the last 24 hours.", tab.text("#counts"));
    assertEquals("3", tab.text("#n-open"));
    assertEquals("0", tab.text("#n-preliminary"));
    tab.key(".");
    tab.waitFor(() -> rows() == 3);
    assertEquals("A1", now());
    assertTrue(
        tab.is("document.activeElement.closest('tr').id === document.querySelector('tr.now').id"));
    assertFalse(tab.is("news.getClientRects().length"));
  }

  @Test
  @Order(5)
  void newRowsEnterAfterAMinuteWithoutAKey() throws Exception {
    send("A5", SIDES);
    look();
    tab.waitFor("!news.hidden");
    look();
    assertEquals(3, rows());
    tab.evaluate("window.later = 61000");
    look();
    tab.waitFor(() -> rows() == 4);
  }

  @Test
  @Order(6)
  void wordsChangeInPlaceAndARowThatLeavesStaysGrey() throws Exception {
    assertEquals(List.of("A5", "A4", "A2", "A1"), accessions());
    send("A4", CLEAN);
    look();
    tab.waitFor(() -> tab.count("#rows tr.left") == 1);
    assertEquals(List.of("A5", "A4", "A2", "A1"), accessions(), "no row moves");
    assertEquals("2", tab.text("#n-no_flag"), "the numbers are as they are now");
    press("1");
    assertEquals(3, rows());
    send("A5", CLEAN);
    look();
    tab.waitFor(() -> tab.count("#rows tr.r.left") == 1);
    assertEquals(3, rows());
  }

  private List<String> accessions() throws Exception {
    return List.of(
        tab.evaluate(
                "[...document.querySelectorAll('#rows small bdi')].map(a => a.textContent).join()")
            .asText()
            .split(","));
  }

  @Test
  @Order(7)
  void anotherTabFollowsTheFilters() throws Exception {
    Tab other = tab;
    open();
    tab.evaluate("document.querySelector('[name=clear]').click()");
    tab.waitFor(() -> rows() == 2);
    other.evaluate("window.look()");
    other.waitFor(() -> other.count("#rows tr.r") == 2);
  }

  @Test
  @Order(8)
  void aServerThatIsAwayIsSaidAndTheRowsStay() throws Exception {
    tab.evaluate("window.fetch = () => Promise.reject(new Error('away')); window.look(); 0");
    tab.waitFor(() -> tab.text("#stale").startsWith("▲ No answer from the server since "));
    assertEquals(2, rows());
    assertEquals("[]", tab.axe().toString());
  }

  @Test
  @Order(9)
  void nobodyStaysOnTheScreenAfterTheLogIn() throws Exception {
    Tab other = tab;
    open();
    tab.evaluate("document.querySelector('form[action=\"/logout\"]').submit()");
    tab.waitFor(() -> tab.count("input[name=user]") == 1);
    other.evaluate("window.look()");
    other.waitFor(() -> other.count("input[name=user]") == 1);
    assertFalse(other.text().contains("A1"));
    assertEquals(List.of(), chromium.complaints());
  }
}
