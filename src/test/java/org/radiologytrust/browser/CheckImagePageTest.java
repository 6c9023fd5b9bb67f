package org.radiologytrust.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.users.QuickPassword;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;

/** Somebody adds an image to a text in a real browser, and sees the steps of the model. */
@Tag("peers")
class CheckImagePageTest {
  private static final String CLEO = "Cleo Checker";
  private static final String PASSWORD = "a pass word of 2026";
  private static final String FORM = "document.querySelector('form.draft')";
  private static final Semaphore CALLS = new Semaphore(0);

  @TempDir static Path folder;
  private static OllamaServer ollama;
  private static Product product;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    ollama = OllamaServer.ofPair(CheckImagePageTest::answer);
    Path home = folder.resolve("home");
    product = Product.start(home, Product.ollama(ollama.url().toString()));
    UsersFile.in(home).put(QuickPassword.account(CLEO, Role.CHECKER, PASSWORD));
    chromium = Chromium.forPeople(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    chromium.close();
    product.close();
    ollama.close();
  }

  private static String answer(OllamaCall call) {
    CALLS.acquireUninterruptibly();
    return ModelAnswers.of(call);
  }

  private static Tab logIn() throws Exception {
    Tab tab = chromium.person().tab();
    tab.logIn("http://127.0.0.1:" + product.httpPort() + "/", CLEO, PASSWORD);
    tab.waitFor("location.pathname === '/check'");
    return tab;
  }

  /** A picture that the page draws itself. */
  private static void choosePicture(Tab tab) throws Exception {
    tab.evaluate(
        "(() => { const canvas = document.createElement('canvas');"
            + " canvas.width = canvas.height = 64;"
            + " canvas.getContext('2d').fillRect(8, 8, 30, 30);"
            + " canvas.toBlob((blob) => { const files = new DataTransfer();"
            + " files.items.add(new File([blob], 'chest.png', { type: 'image/png' }));"
            + " document.querySelector('input[type=file]').files = files.files; }); return 0; })()");
    tab.waitFor("document.querySelector('input[type=file]').files.length === 1");
  }

  @Test
  void theStepsAreSeenWhileTheyRunAndThenTheFlags() throws Exception {
    Tab tab = logIn();
    for (Map.Entry<Integer, String> look : Map.of(1280, "dark", 390, "light").entrySet()) {
      tab.size(look.getKey(), 780, 1);
      tab.evaluate("document.cookie = 'theme=" + look.getValue() + "; path=/'");
      tab.open("http://127.0.0.1:" + product.httpPort() + "/check");
      tab.waitFor(FORM + " && document.activeElement.name === 'text'");
      assertEquals(List.of(), tab.axe(), look::toString);
      CALLS.drainPermits();
      tab.fill("textarea[name=text]", Chest.TEXT);
      choosePicture(tab);
      tab.ctrl("Enter");
      // the page is not complete: Tab.waitFor would wait for its end
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> tab.is("document.querySelectorAll('.looking li').length === 1"));
      assertTrue(tab.text(".notice").contains("Nobody checked whose image this is."));
      assertFalse(tab.is("document.querySelector('main')"), "the flags are not there yet");
      CALLS.release(100);
      tab.waitFor("document.querySelector('.row[aria-current]')");
      assertEquals(5, tab.count(".looking li"));
      assertTrue(
          tab.is(
              "document.querySelector('.flagged .head').textContent.includes('claims assessed')"),
          tab.text(".flagged"));
      assertTrue(tab.is("document.documentElement.scrollWidth <= innerWidth"), look::toString);
      assertEquals(List.of(), tab.axe(), look::toString);
      tab.key("Escape");
      tab.waitFor(FORM + " && document.activeElement.name === 'text'");
      assertFalse(tab.text(".notice").contains("Nobody checked"), "the notice was of the image");
      assertEquals(Chest.TEXT, tab.evaluate("document.querySelector('textarea').value").asText());
    }
    tab.click(".menu summary");
    tab.click("form[action='/logout'] button");
    tab.waitFor("location.pathname === '/login'");
    assertFalse(tab.storage().contains("malignant"), "what the page keeps in the browser");
    // a form that was sent is sent again only if the person says so, and then asks for a log-in
    for (int i = 0; i < 3; i++) {
      tab.evaluate("history.back(); 0");
      Thread.sleep(500);
      String shown = tab.evaluate("document.documentElement.outerHTML").asText();
      assertFalse(shown.contains("malignant"), shown);
    }
    assertEquals(
        List.of(),
        chromium.complaints().stream()
            .filter(line -> line.contains("Content Security Policy"))
            .toList());
  }
}
