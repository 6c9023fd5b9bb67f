package org.radiologytrust.browser;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A page in {@link Chromium}, with real keys. */
public final class Tab {
  private static final String COMPLETE = "document.readyState === 'complete'";
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int CTRL = 2;
  private static final int SHIFT = 8;
  private static final Map<String, Integer> NAMED_KEYS =
      Map.ofEntries(
          Map.entry("Enter", 13),
          Map.entry("Escape", 27),
          Map.entry("Tab", 9),
          Map.entry("Backspace", 8),
          Map.entry("Delete", 46),
          Map.entry("Home", 36),
          Map.entry("End", 35),
          Map.entry("PageUp", 33),
          Map.entry("PageDown", 34),
          Map.entry("ArrowLeft", 37),
          Map.entry("ArrowUp", 38),
          Map.entry("ArrowRight", 39),
          Map.entry("ArrowDown", 40),
          Map.entry("F2", 113));

  private static String axe = "";

  /** Calls a method of the DevTools protocol for this page. */
  interface Protocol {
    JsonNode call(String method, Object... parameters) throws Exception;
  }

  private final Protocol protocol;

  Tab(Protocol protocol) throws Exception {
    this.protocol = protocol;
    call("Log.enable");
    call("Runtime.enable");
    call("Page.enable");
    // a page in the background takes keys as well
    call("Emulation.setFocusEmulationEnabled", "enabled", true);
  }

  public JsonNode call(String method, Object... parameters) throws Exception {
    return protocol.call(method, parameters);
  }

  public void open(String url) throws Exception {
    call("Page.navigate", "url", url);
  }

  /** The value of an expression in the page. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            "expression",
            expression,
            "returnByValue",
            true,
            "awaitPromise",
            true);
    assertTrue(!result.has("exceptionDetails"), result::toString);
    return result.path("result").path("value");
  }

  public boolean is(String condition) throws Exception {
    return evaluate("!!(" + condition + ")").asBoolean();
  }

  /** What the page shows, as text, blanks folded. */
  public String text() throws Exception {
    return evaluate("document.body ? document.body.innerText : ''")
        .asText()
        .replaceAll("\\s+", " ");
  }

  /**
   * Waits until an expression is true in a page that is complete, with the scripts for its keys.
   */
  public void waitFor(String condition) {
    waitFor(() -> is(condition));
  }

  /** Waits until a condition is true of a page that is complete, with the scripts for its keys. */
  public void waitFor(Callable<Boolean> condition) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              try {
                // once more behind it: a page that comes meanwhile is not complete
                return is(COMPLETE) && condition.call() && is(COMPLETE);
              } catch (AssertionError e) {
                // the page changes at this moment
                return false;
              }
            });
  }

  /** The text of the first element of a selector, blanks folded; empty if there is none. */
  public String text(String selector) throws Exception {
    return evaluate("(document.querySelector(" + Chromium.text(selector) + ") || {}).innerText")
        .asText("")
        .replaceAll("\\s+", " ")
        .strip();
  }

  public int count(String selector) throws Exception {
    return evaluate("document.querySelectorAll(" + Chromium.text(selector) + ").length").asInt();
  }

  /** Clicks the first element of a selector, which must be there. */
  public void click(String selector) throws Exception {
    evaluate("document.querySelector(" + Chromium.text(selector) + ").click()");
  }

  /** Presses and releases a key: a character, or a name such as {@code Enter}. */
  public void key(String key) throws Exception {
    key(key, 0);
  }

  /** Holds a key down until it has repeated some times. */
  void hold(String key, int repeats) throws Exception {
    for (int i = 0; i <= repeats; i++) {
      call(
          "Input.dispatchKeyEvent",
          "type",
          "keyDown",
          "key",
          key,
          "text",
          key,
          "autoRepeat",
          i > 0);
    }
    call("Input.dispatchKeyEvent", "type", "keyUp", "key", key);
  }

  public void ctrl(String key) throws Exception {
    key(key, CTRL);
  }

  /**
   * Presses and releases a key.
   *
   * @param modifiers 1 Alt, 2 Ctrl, 4 Meta, 8 Shift, or a sum of them
   */
  public void key(String key, int modifiers) throws Exception {
    int code = NAMED_KEYS.getOrDefault(key, (int) Character.toUpperCase(key.charAt(0)));
    List<Object> down =
        new ArrayList<>(
            List.of(
                "type",
                "keyDown",
                "key",
                key,
                "modifiers",
                modifiers,
                "windowsVirtualKeyCode",
                code));
    String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
    if (!text.isEmpty() && (modifiers == 0 || modifiers == SHIFT)) {
      down.addAll(List.of("text", text));
    }
    call("Input.dispatchKeyEvent", down.toArray());
    call(
        "Input.dispatchKeyEvent",
        "type",
        "keyUp",
        "key",
        key,
        "modifiers",
        modifiers,
        "windowsVirtualKeyCode",
        code);
  }

  /** Types each character into the element that has the focus. */
  public void type(String text) throws Exception {
    for (char c : text.toCharArray()) {
      key(String.valueOf(c));
    }
  }

  /** Opens an address that asks for a log-in, and logs in with the keyboard. */
  public void logIn(String address, String user, String password) throws Exception {
    open(address);
    waitFor("document.activeElement.name === 'user'");
    type(user);
    key("Tab");
    type(password);
    key("Enter");
  }

  /** Replaces the value of the first field of a selector and gives it the focus. */
  void fill(String selector, String value) throws Exception {
    evaluate(
        "(() => { const f = document.querySelector(%s); f.focus(); f.select(); })()"
            .formatted(Chromium.text(selector)));
    call("Input.insertText", "text", value);
  }

  /**
   * The size of the page.
   *
   * @param scale pixels of the screen per pixel of the page
   */
  void size(int width, int height, double scale) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        "width",
        width,
        "height",
        height,
        "deviceScaleFactor",
        scale,
        "mobile",
        false);
  }

  /** Saves what is in view. */
  void picture(Path png) throws Exception {
    String data = call("Page.captureScreenshot", "format", "png").path("data").asText();
    Files.write(png, Base64.getDecoder().decode(data));
  }

  /** What axe finds against WCAG 2.2 A and AA and its best practices, one line each. */
  List<String> axe() throws Exception {
    evaluate(source() + "; 0");
    JsonNode found =
        evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>"
                + " v.impact + ' ' + v.id + ': ' + v.nodes.map(n => n.target.join(' ')"
                + " + ' ' + (n.any[0] || n.all[0] || n.none[0] || {}).message).join('; ')))");
    List<String> lines = new ArrayList<>();
    found.forEach(line -> lines.add(line.asText()));
    return lines;
  }

  /** What a screen reader reads of the page, in its order: the text of the accessibility tree. */
  String heard() throws Exception {
    call("Accessibility.enable");
    List<String> texts = new ArrayList<>();
    for (JsonNode node : call("Accessibility.getFullAXTree").path("nodes")) {
      if (node.at("/role/value").asText().equals("StaticText")) {
        texts.add(node.at("/name/value").asText());
      }
    }
    return String.join(" ", texts).replaceAll("\\s+", " ");
  }

  private static synchronized String source() throws IOException {
    if (axe.isEmpty()) {
      try (InputStream in = Tab.class.getResourceAsStream("/axe.min.js")) {
        axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    return axe;
  }

  /** What the page keeps in the browser, apart from cookies. */
  String storage() throws Exception {
    return evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage)").asText();
  }
}
