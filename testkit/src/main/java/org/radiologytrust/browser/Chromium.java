package org.radiologytrust.browser;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chromium, driven by the DevTools protocol. It keeps the warnings and errors of the browser. Its
 * first page answers the login dialog; {@link #person} opens pages of people who log in by a form.
 */
public final class Chromium implements AutoCloseable {
  private static final String BINARY = "/usr/bin/chromium";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 60;

  /** The page was left before it answered, for example by the script that was asked to leave it. */
  private static final String LEFT =
      "(?i).*(navigated or closed|context was destroyed|cannot find context).*";

  private final Process process;
  private final WebSocket socket;
  private final Tab first;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final String user;
  private final String password;

  /**
   * Chromium without a window, and without calls of its own.
   *
   * @param folder for its profile
   */
  static ProcessBuilder command(Path folder, String... more) throws IOException {
    assertTrue(
        Files.isExecutable(Path.of(BINARY)), "Chromium is missing: apt-get install chromium");
    List<String> command =
        new ArrayList<>(
            List.of(
                BINARY,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + Files.createTempDirectory(folder, "chromium")));
    command.addAll(List.of(more));
    return new ProcessBuilder(command);
  }

  /**
   * @param folder for its profile
   * @param more switches
   */
  public Chromium(Path folder, String user, String password, String... more) throws Exception {
    this.user = user;
    this.password = password;
    List<String> switches =
        new ArrayList<>(List.of("--window-size=1600,1200", "--remote-debugging-port=0"));
    switches.addAll(List.of(more));
    switches.add("about:blank");
    process =
        command(folder, switches.toArray(String[]::new))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address(process), new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
    first = tab("");
    first.call("Fetch.enable", "handleAuthRequests", true);
  }

  /** A browser for people who log in by a form. */
  public static Chromium forPeople(Path folder) throws Exception {
    return new Chromium(folder, "", "");
  }

  /** A person with cookies of their own. */
  public Person person() throws Exception {
    return new Person(
        call("Target.createBrowserContext", "", "disposeOnDetach", true)
            .path("browserContextId")
            .asText());
  }

  /** Shares cookies between all its tabs, and with nobody else. */
  public final class Person {
    private final String context;

    private Person(String context) {
      this.context = context;
    }

    public Tab tab() throws Exception {
      return Chromium.this.tab(context);
    }
  }

  private Tab tab(String context) throws Exception {
    JsonNode target =
        context.isEmpty()
            ? call("Target.createTarget", "", "url", "about:blank")
            : call("Target.createTarget", "", "url", "about:blank", "browserContextId", context);
    String session =
        call(
                "Target.attachToTarget",
                "",
                "targetId",
                target.path("targetId").asText(),
                "flatten",
                true)
            .path("sessionId")
            .asText();
    return new Tab((method, parameters) -> call(method, session, parameters));
  }

  private static URI address(Process process) throws IOException {
    BufferedReader err =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      if (line.startsWith("DevTools listening on ")) {
        Thread rest = new Thread(() -> err.lines().forEach(l -> {}), "chromium");
        rest.setDaemon(true);
        rest.start();
        return URI.create(line.substring(line.indexOf("ws://")));
      }
    }
    throw new IOException("Chromium did not start");
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket s, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          heard(JSON.readTree(text.toString()));
        } catch (IOException e) {
          complaints.add("DevTools: no JSON");
        }
        text.setLength(0);
      }
      s.request(1);
      return null;
    }
  }

  private void heard(JsonNode message) {
    JsonNode of = message.path("params");
    switch (message.path("method").asText()) {
      case "" -> answers.remove(message.path("id").asInt()).complete(message);
      case "Log.entryAdded" -> {
        if (!of.path("entry").path("level").asText().matches("verbose|info")) {
          complaints.add(of.path("entry").path("text").asText());
        }
      }
      case "Runtime.consoleAPICalled" -> {
        if (of.path("type").asText().equals("error")) {
          complaints.add(of.path("args").path(0).path("value").asText());
        }
      }
      case "Runtime.exceptionThrown" ->
          complaints.add(of.path("exceptionDetails").path("text").asText());
      case "Fetch.requestPaused" ->
          send(
              "Fetch.continueRequest",
              message.path("sessionId").asText(),
              "requestId",
              of.path("requestId").asText());
      case "Fetch.authRequired" -> {
        ObjectNode login =
            JSON.createObjectNode()
                .put("response", "ProvideCredentials")
                .put("username", user)
                .put("password", password);
        send(
            "Fetch.continueWithAuth",
            message.path("sessionId").asText(),
            "requestId",
            of.path("requestId").asText(),
            "authChallengeResponse",
            login);
      }
      default -> {}
    }
  }

  private synchronized CompletableFuture<JsonNode> send(
      String method, String of, Object... parameters) {
    ObjectNode message = JSON.createObjectNode().put("id", ids.incrementAndGet());
    message.put("method", method);
    if (!of.isEmpty()) {
      message.put("sessionId", of);
    }
    ObjectNode all = message.putObject("params");
    for (int i = 0; i < parameters.length; i += 2) {
      all.set((String) parameters[i], JSON.valueToTree(parameters[i + 1]));
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(message.path("id").asInt(), answer);
    socket.sendText(message.toString(), true).join();
    return answer;
  }

  private JsonNode call(String method, String of, Object... parameters) throws Exception {
    JsonNode answer = send(method, of, parameters).get(SECONDS, TimeUnit.SECONDS);
    if (answer.path("error").path("message").asText().matches(LEFT)) {
      return MissingNode.getInstance();
    }
    assertTrue(answer.has("result"), answer::toString);
    return answer.path("result");
  }

  /** Sets a value in the local storage of each page that is opened from here on. */
  public void store(String key, String value) throws Exception {
    first.call(
        "Page.addScriptToEvaluateOnNewDocument",
        "source",
        "localStorage.setItem(%s, %s)".formatted(text(key), text(value)));
  }

  public void open(String url) throws Exception {
    first.open(url);
  }

  /** The value of an expression in the first page. */
  public JsonNode evaluate(String expression) throws Exception {
    return first.evaluate(expression);
  }

  /** A text as a literal of JavaScript. */
  public static String text(String text) throws IOException {
    return JSON.writeValueAsString(text).replace("</", "<\\/");
  }

  /** What the first page shows, as text, blanks folded. */
  public String text() throws Exception {
    return first.text();
  }

  /** Clicks the first thing of a selector whose text is this; whether there is one. */
  public boolean click(String selector, String text) throws Exception {
    String script =
        "(() => { for (const e of document.querySelectorAll(%s)) if (e.innerText.trim() === %s) {"
            + " e.click(); return true; } return false; })()";
    return evaluate(
            String.format(script, JSON.writeValueAsString(selector), JSON.writeValueAsString(text)))
        .asBoolean();
  }

  /** What the browser logged as a warning or an error. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  @Override
  public void close() throws Exception {
    // it removes its files then
    send("Browser.close", "");
    process.waitFor(SECONDS, TimeUnit.SECONDS);
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
