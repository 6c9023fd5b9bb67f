package org.radiologytrust.hostile;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.browser.ReviewSite.LONG;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.browser.Chromium;
import org.radiologytrust.browser.Tab;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;

/** Reports that try to be more than text, and one that is very long, on the page in a browser. */
@Tag("peers")
@Tag("safety")
class HostileReportPageTest {
  private static final String USER = "rita";
  private static final String PASSWORD = "a pass word of 2026";

  @TempDir static Path folder;
  private static Product product;
  private static Chromium chromium;
  private static Tab tab;

  @BeforeAll
  static void start() throws Exception {
    product =
        Product.start(
            folder.resolve("home"),
            Map.of("rtl.images.wait", "1s", "rtl.audit.max-claims", "100000"));
    UsersFile.in(folder.resolve("home")).put(USER, Role.REVIEWER, PASSWORD);
    chromium = Chromium.forPeople(folder);
    tab = chromium.person().tab();
    tab.logIn(url("/"), USER, PASSWORD);
    tab.waitFor("location.pathname === '/' && document.querySelector('#list')");
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    product.close();
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + product.httpPort() + path;
  }

  private static void send(String message) throws Exception {
    int before = product.summaries().size();
    String ack = product.mllp(message);
    assertTrue(ack.contains("\rMSA|AA|"), ack);
    await().atMost(LONG).until(() -> product.summaries().size() > before);
  }

  private static String report(String accession, String text) {
    return Chest.oru(PhantomStudy.chest(accession), accession, "PHANTOM-1", text, "F", 0);
  }

  /** Opens the newest report with an open problem. */
  private static void open(String accession) throws Exception {
    String link =
        "[...document.querySelectorAll('#rows tr.r')].find("
            + "r => r.querySelector('small bdi').innerText.trim() === '%s')?.querySelector('a')";
    tab.open(url("/"));
    tab.waitFor(link.formatted(accession));
    tab.evaluate(link.formatted(accession) + ".click()");
    tab.waitFor("document.querySelector('.row[aria-current]')");
  }

  /** What the report's marks show, without what only a screen reader hears. */
  private static List<String> marks() throws Exception {
    JsonNode all =
        tab.evaluate(
            "[...document.querySelectorAll('.report mark > bdi')].map(m => { const c ="
                + " m.cloneNode(true); c.querySelectorAll('.vh, .no').forEach(v => v.remove());"
                + " return c.textContent; })");
    List<String> texts = new ArrayList<>();
    all.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void whatIsHtmlInAReportIsShownAsText() throws Exception {
    String script = "<script>window.ran = 1</script>";
    String image = "<img src=x onerror='window.ran = 2'>";
    String patient = "Phantom^\"><b onclick=x>Petra</b>";
    send(
        report(
                "H<i>1",
                String.join(
                    "\n",
                    "FINDINGS:",
                    "There is a left pleural effusion " + script + ".",
                    "No pneumothorax " + image + ".",
                    "The \u202eheart\u202c is \u0000normal \u200bin size &amp; \ud83d\ude00 shape.",
                    "IMPRESSION:",
                    "Right pleural effusion </bdi></p></main>."))
            .replace("Phantom^Petra", patient.replace("&", "\\T\\"))
            .replace("XRCHEST^XR CHEST PA", "XRCHEST^<script>window.ran = 3</script>"));
    open("H<i>1");
    String text = tab.text(".report");
    for (String part : List.of(script, image, "</bdi></p></main>", "&amp;")) {
      assertTrue(text.contains(part), part + " in " + text);
    }
    assertFalse(text.contains("\u202e"), "a mark of direction is made visible");
    assertTrue(tab.text(".patient").contains("<b onclick=x>"), tab.text(".patient"));
    assertEquals(0, tab.count(".report script, .report img, .patient b, .row script"));
    assertEquals(2, tab.count("main > section"), "the page is whole: text and flags, no image");
    String marked = String.join("|", marks());
    assertTrue(marked.contains("Right pleural effusion"), marked);
    for (String path : List.of("/made", "/print", "/versions/1")) {
      String address = tab.evaluate("location.pathname").asText();
      tab.open(url(address + path));
      tab.waitFor("document.querySelector('main')");
      assertTrue(tab.is("window.ran === undefined"), path);
      tab.open(url(address));
      tab.waitFor("document.querySelector('.row[aria-current]')");
    }
    assertTrue(tab.is("window.ran === undefined"));
    tab.key("r");
    tab.waitFor("document.activeElement.matches('dialog.reword textarea')");
    tab.evaluate("document.activeElement.select()");
    tab.call("Input.insertText", "text", "</textarea>" + script + image);
    tab.ctrl("Enter");
    await().atMost(LONG).until(() -> tab.text(".flagged .head .end").contains("1 to be corrected"));
    tab.evaluate("location.reload()");
    tab.waitFor(
        "[...document.querySelectorAll('.row')].find(r => r.innerText.includes('✎'))?.click() === "
            + "undefined && document.querySelector('.hand:not([hidden]) .outcome:not([hidden])')");
    assertTrue(tab.text(".hand:not([hidden])").contains("</textarea>" + script), tab.text());
    assertTrue(tab.is("window.ran === undefined"));
    assertEquals(List.of(), chromium.complaints());
  }

  @Test
  void aReportOf200KilobytesAndMoreThan500ClaimsIsUsable() throws Exception {
    StringBuilder text = new StringBuilder("FINDINGS:\nThere is a left pleural effusion.\n");
    for (int i = 0; text.length() < 200_000; i++) {
      text.append("No nodule number ").append(i).append(" in the \ud83d\ude00 right lung, ");
      text.append("and this sentence goes on without telling anything. ".repeat(5)).append('\n');
    }
    text.append("IMPRESSION:\nRight pleural effusion.");
    send(report("L1", text.toString()));
    open("L1");
    assertTrue(tab.count(".report mark") > 500, "" + tab.count(".report mark"));
    assertEquals(
        "Right pleural effusion", tab.text(".hand:not([hidden]) .quote bdi").replace(".", ""));
    // the words of the flag in hand are in view, at the end of the long text
    assertTrue(
        tab.is(
            "(() => { const m = document.querySelector('mark.now').getBoundingClientRect(); const p"
                + " = document.querySelector('.text .scroll').getBoundingClientRect(); return m.top"
                + " >= p.top && m.bottom <= p.bottom; })()"));
    assertTrue(tab.text("mark.now").contains("Right pleural effusion"), tab.text("mark.now"));
    assertEquals(
        "left pleural effusion", marks().get(0).replaceAll(".*(left pleural effusion).*", "$1"));
    tab.key("o");
    tab.waitFor(
        "(() => { const m = document.querySelector('.report .proof').getBoundingClientRect();"
            + " return m.top >= 0 && m.bottom <= innerHeight; })()");
    tab.key("a");
    await().atMost(LONG).until(() -> tab.text(".flagged .head .end").contains("1 to be corrected"));
  }
}
